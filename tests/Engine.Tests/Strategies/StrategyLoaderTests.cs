using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;
using Sluice.Engine.Strategies;

namespace Sluice.Engine.Tests.Strategies;

/// <summary>What cannot be loaded is a sentence, never a start that fails. This assembly itself is the plug-in that has everything wrong.</summary>
public sealed class StrategyLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-strategies-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nothing_is_loaded_unless_told() => Assert.Equal(StrategyBook.Empty, StrategyLoader.Load([]));

    [Fact]
    public void Each_file_that_is_none_has_its_sentence_and_the_others_are_loaded()
    {
        var text = Path.Combine(_folder.FullName, "text.dll");
        File.WriteAllText(text, "This is no assembly.");
        var book = StrategyLoader.Load(["relative.dll", "/nowhere/gone.dll", text, typeof(ICustomStrategy).Assembly.Location, typeof(StrategyLoaderTests).Assembly.Location]);
        Assert.Equal("usable", Assert.Single(book.Custom).Name);
        Assert.Equal(5, book.Problems.Count);
        Assert.Equal("relative.dll: a full path is expected, such as /opt/strategies/Doubling.dll.", book.Problems[0]);
        Assert.Equal("/nowhere/gone.dll: there is no such file.", book.Problems[1]);
        Assert.StartsWith($"{text}: it cannot be loaded: BadImageFormatException", book.Problems[2], StringComparison.Ordinal);
        Assert.EndsWith("no public class in it is an ICustomStrategy.", book.Problems[3], StringComparison.Ordinal);
        Assert.EndsWith("BreakingStrategy cannot be made: InvalidOperationException: not today.", book.Problems[4], StringComparison.Ordinal);
    }

    [Fact]
    public void The_contract_is_shared_and_the_plug_in_is_not()
    {
        var loaded = StrategyLoader.Load([typeof(StrategyLoaderTests).Assembly.Location]).Custom[0].Writer;
        Assert.IsAssignableFrom<ICustomStrategy>(loaded);
        Assert.IsNotType<UsableStrategy>(loaded);
        Assert.Equal(typeof(UsableStrategy).FullName, loaded.GetType().FullName);
    }

    [Fact]
    public void The_same_file_twice_has_its_names_taken()
    {
        var file = typeof(StrategyLoaderTests).Assembly.Location;
        var book = StrategyLoader.Load([file, file]);
        Assert.Single(book.Custom);
        Assert.Contains(book.Problems, problem => problem.Contains("the name usable is taken", StringComparison.Ordinal));
    }
}

/// <summary>Public, so that it is found in this assembly's file.</summary>
public sealed class UsableStrategy : ICustomStrategy
{
    public string Name => "usable";

    public string Title => "Usable";

    public string Description => "For tests.";

    public DeploymentStrategy BuildsOn => DeploymentStrategy.Canary;

    public PlanRequest Write(StrategyArguments arguments, StrategyContext context) => new(PlanKind.Stepped);
}

public sealed class BreakingStrategy : ICustomStrategy
{
    public BreakingStrategy() => throw new InvalidOperationException("not today");

    public string Name => "breaking";

    public string Title => "Breaking";

    public string Description => "For tests.";

    public DeploymentStrategy BuildsOn => DeploymentStrategy.Canary;

    public PlanRequest Write(StrategyArguments arguments, StrategyContext context) => new(PlanKind.Stepped);
}
