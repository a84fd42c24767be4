namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>Counts what a control plane does to the world, and ends it at one of these moments: right before the effect, or right after it and before anybody heard of it.</summary>
/// <param name="at">Which effect, from 1 on; 0 for none.</param>
internal sealed class Fuse(int at = 0, bool isAfter = false)
{
    public int Count { get; private set; }

    /// <summary>The effect at which it ended; null while it lives.</summary>
    public string? Blown { get; private set; }

    /// <summary>Whoever has ended does nothing any more.</summary>
    public void Live()
    {
        if (Blown is not null)
        {
            throw new CrashException();
        }
    }

    public void Do(string what, Action effect)
    {
        Live();
        Count++;
        if (Count == at && !isAfter)
        {
            End($"before {what}");
        }

        effect();
        if (Count == at)
        {
            End($"after {what}");
        }
    }

    private void End(string where)
    {
        Blown = where;
        throw new CrashException();
    }
}

/// <summary>Nothing of the product catches it.</summary>
internal sealed class CrashException : Exception;
