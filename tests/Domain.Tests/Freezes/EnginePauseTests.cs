using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using static Sluice.Domain.Freezes.FreezeEvent;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>Who may have stopped the engine, and until when: a fold like the freezes, and beside them.</summary>
public sealed class EnginePauseTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_pause_says_who_since_when_why_and_what_it_means()
    {
        var paused = Accepted(FreezeBook.Empty, FreezeDecider.PauseEngine(FreezeBook.Empty, "moving a disk."), "moving a disk.");
        Assert.Equal(new EnginePause(Actor.Person("ann"), s_noon, "moving a disk."), paused.EnginePause);
        Assert.StartsWith("The engine was paused by ann: moving a disk. Traffic stays as it is", paused.EnginePause!.Sentence, StringComparison.Ordinal);
        Assert.Null(paused.OfAll(s_noon));
        Assert.Null(Accepted(paused, FreezeDecider.ResumeEngine(paused)).EnginePause);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void A_pause_without_a_reason_is_refused(string? reason)
    {
        var refused = Assert.IsType<Decision.Refused>(FreezeDecider.PauseEngine(FreezeBook.Empty, reason));
        Assert.Equal(["reason"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(error => error.Field));
    }

    [Fact]
    public void What_is_so_already_changes_nothing()
    {
        var paused = Accepted(FreezeBook.Empty, FreezeDecider.PauseEngine(FreezeBook.Empty, "x"), "x");
        Assert.Equal("It is paused already, by ann.", Assert.IsType<Decision.Ignored>(FreezeDecider.PauseEngine(paused, reason: null)).Why);
        Assert.Equal("It is not paused.", Assert.IsType<Decision.Ignored>(FreezeDecider.ResumeEngine(FreezeBook.Empty)).Why);
    }

    [Fact]
    public void Freezes_come_and_go_under_a_pause()
    {
        var paused = Accepted(FreezeBook.Empty, FreezeDecider.PauseEngine(FreezeBook.Empty, "x"), "x");
        var (id, decision) = FreezeDecider.Declare(paused, new("year end"), [], s_noon);
        var both = Accepted(paused, decision);
        Assert.NotNull(both.OfAll(s_noon));
        Assert.NotNull(both.EnginePause);
        Assert.NotNull(Accepted(both, FreezeDecider.Lift(both, id, s_noon)).EnginePause);
        Assert.NotNull(Accepted(both, FreezeDecider.ResumeEngine(both)).OfAll(s_noon));
    }

    private static FreezeBook Accepted(FreezeBook book, Decision decision, string? reason = null) =>
        Assert.IsType<Decision.Accepted>(decision).FreezeEvents.Select(e => e with { Origin = new Origin(s_noon, Actor.Person("ann"), reason) }).Aggregate(book, FreezeBook.Evolve);
}
