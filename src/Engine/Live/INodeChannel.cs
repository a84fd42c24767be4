namespace Sluice.Engine.Live;

/// <summary>
/// Passing words between the nodes of one installation: who looks at what, never facts. Nothing is stored; what is said while a node
/// does not listen is lost to it. Thread-safe.
/// </summary>
public interface INodeChannel
{
    /// <summary>The longest word, in bytes of UTF-8: what a notification of PostgreSQL holds, less the name of the node.</summary>
    const int Longest = 7_900;

    /// <summary>Says it to all other nodes, in the order of the calls, usually within some milliseconds. Returns at once; longer words are dropped.</summary>
    void Say(string word);

    /// <param name="heard">The name of the node, new at each start, and the word. Called on any thread, for one word at a time; must not block.</param>
    /// <returns>Dispose to stop.</returns>
    IDisposable Listen(Action<string, string> heard);
}
