using Sluice.Shop;

var (options, mistakes) = ShopOptions.Read(args);
if (mistakes.Count > 0)
{
    foreach (var mistake in mistakes)
    {
        await Console.Error.WriteLineAsync(mistake);
    }

    return 2;
}

return await ShopHost.RunAsync(options);
