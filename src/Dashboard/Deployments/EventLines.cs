using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the history says of an event, made once for all who read it in one language with the same link.</summary>
/// <param name="Facts">When, what and who, and the link to the same instant in replay.</param>
/// <param name="Label">Of the button that shows its stored form.</param>
internal sealed record EventLine(MarkupString Facts, MarkupString Label);

/// <summary>The lines of all events that somebody looks at.</summary>
internal sealed class EventLines(EventSentence sentences, IStringLocalizer<Texts> texts)
{
    private readonly ConditionalWeakTable<VersionedEvent, ConcurrentDictionary<(CultureInfo Words, string Replay), EventLine>> _lines = new();

    /// <param name="replay">Address of the replay of the same deployment.</param>
    public EventLine Of(VersionedEvent e, string replay) =>
        _lines.GetOrCreateValue(e).GetOrAdd((CultureInfo.CurrentUICulture, replay), static (key, of) => of.Lines.Draw(of.Event, key.Replay), (Lines: this, Event: e));

    private EventLine Draw(VersionedEvent e, string replay)
    {
        var (at, sentence) = (e.Event.Origin.At, sentences.Of(e.Event));
        return new(
            SafeMarkup.Of($"""<time class="event__time" datetime="{Times.Iso(at)}" title="{Times.Full(at)}">{Times.Clock(at)}</time><span class="event__text">{sentence}{ReasonOf(e.Event, sentence)}</span><span class="event__by">{ActorOf(e.Event)}</span><a class="event__replay" href="{replay}?at={At(e)}">{texts["Replay.Link"].Value}<span class="visually-hidden">{texts["Events.Number", e.Version].Value}</span></a>"""),
            SafeMarkup.Of($"""{texts["Events.Raw"].Value}<span class="visually-hidden">{texts["Events.Number", e.Version].Value}</span>"""));
    }

    /// <summary>People's reasons; a policy's is in the sentence already.</summary>
    private string? ReasonOf(DomainEvent e, string sentence) =>
        e.Origin is { By.Kind: ActorKind.Person, Reason: { Length: > 0 } reason } && !sentence.Contains(reason, StringComparison.Ordinal)
            ? texts["Events.Because", reason].Value
            : null;

    private static string At(VersionedEvent e) => e.Version.ToString(CultureInfo.InvariantCulture);

    private string ActorOf(DomainEvent e) => e.Origin.By.Kind == ActorKind.Person ? e.Origin.By.Name : texts[$"Actor.{e.Origin.By.Kind}"];
}
