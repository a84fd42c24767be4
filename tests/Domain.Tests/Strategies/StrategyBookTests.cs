using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Domain.Tests.Strategies;

public sealed class StrategyBookTests
{
    [Fact]
    public void A_strategy_is_found_by_its_name_with_what_it_needs_and_what_its_basis_needs()
    {
        var book = StrategyBook.Empty.With(new FakeStrategy { BuildsOn = DeploymentStrategy.Rolling, Needs = [Capability.TellUsersApart, Capability.StartInstances] }, "1.2", "a.dll");
        Assert.Empty(book.Problems);
        Assert.Equal(("fake", "1.2"), (book.Find("fake")!.Name, book.Find("fake")!.Version));
        Assert.Equal([Capability.TellUsersApart, Capability.ServeNothing, Capability.StartInstances], book.Find("fake")!.Needs);
        Assert.Null(book.Find("canary"));
    }

    [Theory]
    [InlineData("canary", "which is a built-in strategy")]
    [InlineData("shadow", "which is a built-in strategy")]
    [InlineData("blue_green", "which is a built-in strategy")]
    [InlineData("", "Name is ''")]
    [InlineData("Fake", "Name is 'Fake'")]
    [InlineData("2fast", "Name is '2fast'")]
    [InlineData("fa ke", "Name is 'fa ke'")]
    [InlineData(null, "Name is ''")]
    public void A_name_that_cannot_be_is_a_problem_and_the_strategy_is_not_there(string? name, string said)
    {
        var book = StrategyBook.Empty.With(new FakeStrategy { Name = name! }, "1", "/opt/a.dll");
        Assert.Empty(book.Custom);
        Assert.StartsWith("/opt/a.dll: ", book.Problems[0], StringComparison.Ordinal);
        Assert.Contains(book.Problems, problem => problem.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_with_one_name_the_first_stays_and_the_second_is_told()
    {
        var book = StrategyBook.Empty.With(new FakeStrategy(), "1", "a.dll").With(new FakeStrategy(), "2", "b.dll");
        Assert.Equal("1", Assert.Single(book.Custom).Version);
        Assert.Contains("b.dll: ", Assert.Single(book.Problems), StringComparison.Ordinal);
        Assert.Contains("the name fake is taken", book.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_of_a_declaration_come_together()
    {
        var wrong = new FakeStrategy
        {
            Title = " ",
            Description = new string('x', 501),
            BuildsOn = (DeploymentStrategy)77,
            Needs = [(Capability)9],
            Parameters =
            [
                new StrategyParameter.Number("first", "First", 5, 10, 1),
                new StrategyParameter.Length("First share", "", TimeSpan.FromDays(400), TimeSpan.FromDays(-1), TimeSpan.FromDays(400)),
                new StrategyParameter.Choice("word", "Word", "x", []),
                new StrategyParameter.Flag("first", "Again", Default: true),
            ],
        };
        var problems = StrategyBook.Empty.With(wrong, "1", "a.dll").Problems;
        Assert.All(
            ["Title", "Description has 501", "BuildsOn is 77", "Needs has 9", "first 2 times", "'First share'", "nothing below 0s", "1 to 50 words", "first takes a number from 10 to 1, but not its own"],
            said => Assert.Contains(problems, problem => problem.Contains(said, StringComparison.Ordinal)));
    }

    [Fact]
    public void One_that_throws_while_it_says_what_it_is_is_a_problem_like_any_other()
    {
        var problem = Assert.Single(StrategyBook.Empty.With(new Throwing(), "1", "a.dll").Problems);
        Assert.Contains("cannot say what it is: InvalidOperationException: no name today", problem, StringComparison.Ordinal);
    }

    private sealed class Throwing : ICustomStrategy
    {
        public string Name => throw new InvalidOperationException("no\nname today.");

        public string Title => "Throws";

        public string Description => "Throws.";

        public DeploymentStrategy BuildsOn => DeploymentStrategy.Canary;

        public PlanRequest Write(StrategyArguments arguments, StrategyContext context) => new(PlanKind.Stepped);
    }
}
