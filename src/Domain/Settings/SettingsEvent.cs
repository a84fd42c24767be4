using System.Text.Json.Serialization;
using Sluice.Domain.Events;

namespace Sluice.Domain.Settings;

/// <summary>A fact about what is set for everybody of a tenant. What was before is in it, so that a line of the log shows the change by itself.</summary>
public abstract record SettingsEvent : DomainEvent
{
    private SettingsEvent()
    {
    }

    /// <summary>Who put it up and why is in the origin.</summary>
    /// <param name="Before">The text whose place it takes; null: there was none.</param>
    public sealed record BannerPosted(string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Before) : SettingsEvent;

    public sealed record BannerRemoved(string Before) : SettingsEvent;

    public sealed record DefaultThemeChosen(ThemeChoice Theme, ThemeChoice Before) : SettingsEvent;

    /// <param name="Before">The view of that name whose place it takes; null: there was none.</param>
    public sealed record TeamViewShared(TeamView View, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TeamView? Before) : SettingsEvent;

    public sealed record TeamViewWithdrawn(TeamView View) : SettingsEvent;
}
