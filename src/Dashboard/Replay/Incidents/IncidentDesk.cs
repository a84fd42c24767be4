using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Incidents;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>What became of an order about an incident, for a form.</summary>
/// <param name="Incident">Null when it was not carried out.</param>
/// <param name="Why">Why not, in a sentence; null with mistakes.</param>
/// <param name="IsKnown">False when it may have been carried out or not: the same command id is sent again.</param>
internal sealed record DeskAnswer(IncidentId? Incident, string? Why, ValueList<Domain.Validation.FieldError> Mistakes, bool IsKnown = true);

/// <summary>Gives orders about incidents for the pages.</summary>
internal sealed class IncidentDesk(GuardedCommands bus, CurrentActor current, IStringLocalizer<Texts> texts)
{
    public static string NewId() => Guid.CreateVersion7().ToString("N");

    public async Task<DeskAnswer> GiveAsync(IncidentCommand command, string commandId, string? reason = null)
    {
        try
        {
            // Not cancelled when the reader leaves: what was sent is carried out.
            return await bus.SendAsync(current.Tenant, command, new CommandContext(current.Actor, reason, commandId), CancellationToken.None) switch
            {
                CommandAnswer.Refused { Refusal: Refusal.Invalid invalid } => new(null, null, invalid.Errors),
                CommandAnswer.Refused refused => new(null, refused.Refusal.Sentence, []),
                CommandAnswer.Applied applied => new(applied.Incident, null, []),
                _ => new((command as IncidentCommand.About)?.Id, null, []),
            };
        }
        catch (StoreUnavailableException)
        {
            return new(null, texts["Form.StoreDown"], [], IsKnown: false);
        }
    }
}
