namespace Sluice.Domain.Rolling;

/// <summary>What comes first when an instance is replaced.</summary>
public enum UpdateOrder
{
    /// <summary>The new one is ready and serves before the old one leaves: more capacity meanwhile, never less.</summary>
    StartFirst,

    /// <summary>The old one leaves before the new one is started: where both cannot be there at once.</summary>
    StopFirst,
}
