namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What is set for everybody of the tenant.</summary>
public sealed record SettingsView(BannerView Banner, DefaultThemeView DefaultTheme);

/// <summary>What everybody is told on every page.</summary>
/// <param name="Text">Plain text; null while there is no banner.</param>
/// <param name="By">Who put it up.</param>
/// <param name="Revision">To be given back as <c>seen</c>; it counts on when the banner is removed.</param>
public sealed record BannerView(string? Text, string? By, DateTimeOffset? At, int Revision);

/// <summary>How the console is painted for whoever has chosen nothing.</summary>
/// <param name="Theme"><c>system</c>, <c>light</c>, <c>dark</c> or <c>contrast</c>.</param>
/// <param name="Revision">To be given back as <c>seen</c>.</param>
public sealed record DefaultThemeView(string Theme, int Revision);

/// <summary>What became of an order about what is set for everybody.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
/// <param name="Settings">As they are now.</param>
public sealed record SettingsOutcomeView(string Effect, string? Why, SettingsView Settings);

/// <summary>A filter of the fleet under a name, for everybody of a team.</summary>
/// <param name="Key">Names the view in addresses, of the API and of the console.</param>
/// <param name="State">The counter; null for none.</param>
/// <param name="Text">What the filter box says; null for nothing.</param>
/// <param name="Group">By what the lines stand together; null for nothing.</param>
/// <param name="By">Who shared it last.</param>
/// <param name="Revision">To be given back as <c>seen</c>.</param>
public sealed record TeamViewView(string Key, string Team, string Name, string? State, string? Text, string? Group, string By, DateTimeOffset At, int Revision);

/// <summary>What became of an order about a view of a team.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
/// <param name="View">As it is now; null when it is not there any more.</param>
public sealed record TeamViewOutcomeView(string Effect, string? Why, TeamViewView? View);
