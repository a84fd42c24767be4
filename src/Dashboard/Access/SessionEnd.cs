using Sluice.Dashboard.Live;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access;

/// <summary>Closes live connections whose session, token or role is gone, at every look into the directory.</summary>
internal sealed class SessionEnd(AccessDirectory directory, LiveSessions sessions) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        directory.Looked += sessions.Check;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        directory.Looked -= sessions.Check;
        return Task.CompletedTask;
    }
}
