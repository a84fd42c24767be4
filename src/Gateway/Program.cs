using Sluice.Gateway.Hosting;

if (!GatewayOptions.TryParse(args, out var options, out var mistakes))
{
    foreach (var mistake in mistakes)
    {
        await Console.Error.WriteLineAsync(mistake);
    }

    await Console.Error.WriteLineAsync(GatewayOptions.Usage);
    return ExitCodes.WrongArguments;
}

try
{
    await using var gateway = await GatewayHost.StartAsync(options, CancellationToken.None);
    await gateway.WaitForEndAsync(CancellationToken.None);
    return ExitCodes.Ended;
}
catch (GatewayStartException ex)
{
    await Console.Error.WriteLineAsync(ex.Message);
    return ex.ExitCode;
}
