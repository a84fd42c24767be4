using System.Diagnostics;
using static Sluice.Domain.Settings.SettingsEvent;

namespace Sluice.Domain.Settings;

/// <summary>What is set for everybody of a tenant: a fold of its one stream.</summary>
/// <param name="Count">Of all changes so far.</param>
public sealed record SettingsBook(int Count)
{
    public const string Stream = "settings-book";

    /// <summary>The newest are kept to be read and undone; the events keep them all.</summary>
    public const int MostChanges = 20;

    public static SettingsBook Empty { get; } = new(0);

    /// <summary>Null while there is none.</summary>
    public Banner? Banner { get; init; }

    public ThemeChoice Theme { get; init; }

    /// <summary>By team and name.</summary>
    public ValueList<SharedView> Views { get; init; } = [];

    /// <summary>Newest first.</summary>
    public ValueList<SettingChange> Changes { get; init; } = [];

    private int BannerRevision { get; init; }

    private int ThemeRevision { get; init; }

    public static SettingsBook Fold(IEnumerable<SettingsEvent> events) => events.Aggregate(Empty, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static SettingsBook Evolve(SettingsBook state, SettingsEvent @event)
    {
        var number = state.Count + 1;
        var next = state with { Count = number, Changes = state.Changes.Take(MostChanges - 1).Prepend(SettingChange.Of(@event, number)).ToValueList() };
        return @event switch
        {
            BannerPosted e => next with { Banner = new(e.Text, e.Origin.By, e.Origin.At), BannerRevision = number },
            BannerRemoved => next with { Banner = null, BannerRevision = number },
            DefaultThemeChosen e => next with { Theme = e.Theme, ThemeRevision = number },
            TeamViewShared e => next with { Views = state.Without(e.View.Key).Append(new(e.View, number, e.Origin.By, e.Origin.At)).OrderBy(one => one.View.Team, StringComparer.Ordinal).ThenBy(one => one.View.Name, StringComparer.OrdinalIgnoreCase).ToValueList() },
            TeamViewWithdrawn e => next with { Views = state.Without(e.View.Key).ToValueList() },
            _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
        };
    }

    public SharedView? Find(string? key) => Views.FirstOrDefault(one => string.Equals(one.View.Key, key, StringComparison.Ordinal));

    /// <summary>Of what an order changes; 0 for what is not there.</summary>
    public int RevisionOf(SettingsCommand command) => command switch
    {
        SettingsCommand.PostBanner or SettingsCommand.RemoveBanner => BannerRevision,
        SettingsCommand.ChooseTheme => ThemeRevision,
        SettingsCommand.ShareView share => Find(share.View.Key)?.Revision ?? 0,
        SettingsCommand.WithdrawView withdraw => Find(withdraw.Key)?.Revision ?? 0,
        _ => throw new UnreachableException(),
    };

    private IEnumerable<SharedView> Without(string key) => Views.Where(one => !string.Equals(one.View.Key, key, StringComparison.Ordinal));
}

/// <summary>What everybody is told on every page until somebody removes it. Plain text.</summary>
public sealed record Banner(string Text, Actor By, DateTimeOffset At);

/// <summary>A view of a team, and who shared it last.</summary>
public sealed record SharedView(TeamView View, int Revision, Actor By, DateTimeOffset At);
