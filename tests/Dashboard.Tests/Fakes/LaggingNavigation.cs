using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Comes to where it was asked to go only when it is told to, as a browser does at the other end of a line.</summary>
internal sealed class LaggingNavigation : NavigationManager
{
    private readonly Queue<string> _waiting = [];

    public LaggingNavigation(string uri) => Initialize("http://console.local/", uri);

    public List<string> Asked { get; } = [];

    public void Answer() => GoTo(_waiting.Dequeue());

    public void Lose() => _waiting.Dequeue();

    public void GoTo(string uri)
    {
        Uri = ToAbsoluteUri(uri).AbsoluteUri;
        NotifyLocationChanged(isInterceptedLink: false);
    }

    protected override void NavigateToCore(string uri, NavigationOptions options)
    {
        Asked.Add(uri);
        _waiting.Enqueue(uri);
    }
}
