using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;

namespace Sluice.Domain;

/// <summary>The answer to a command: accepted with facts, ignored by name, or refused with a sentence.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>All lists are stored in one transaction, the service's first.</summary>
    public sealed record Accepted(ValueList<DeploymentEvent> Events, ValueList<ServiceEvent> ServiceEvents) : Decision
    {
        public ValueList<FreezeEvent> FreezeEvents { get; init; } = [];

        public ValueList<IncidentEvent> IncidentEvents { get; init; } = [];

        public ValueList<ApplicationEvent> ApplicationEvents { get; init; } = [];

        public ValueList<SettingsEvent> SettingsEvents { get; init; } = [];

        public ValueList<PlanEvent> PlanEvents { get; init; } = [];

        /// <summary>For an order about several services at once, by name.</summary>
        public ValueList<ServiceAdditions> Services { get; init; } = [];
    }

    /// <summary>A late or repeated signal: expected, named, and without effect.</summary>
    public sealed record Ignored(string Why) : Decision;

    public sealed record Refused(Refusal Refusal) : Decision;

    public static Decision Accept(params ReadOnlySpan<DeploymentEvent> events) => new Accepted(ValueList.Create(events), []);

    public static Decision Accept(FreezeEvent @event) => new Accepted([], []) { FreezeEvents = [@event] };

    public static Decision Accept(IncidentEvent @event) => new Accepted([], []) { IncidentEvents = [@event] };

    public static Decision Accept(SettingsEvent @event) => new Accepted([], []) { SettingsEvents = [@event] };

    public static Decision Accept(PlanEvent @event) => new Accepted([], []) { PlanEvents = [@event] };

    public static Decision Accept(ValueList<ApplicationEvent> events) => new Accepted([], []) { ApplicationEvents = events };

    public static Decision Ignore(string why) => new Ignored(why);

    public static Decision Refuse(Refusal refusal) => new Refused(refusal);

    public static Decision Illegal(string why) => new Refused(new Refusal.Illegal(why));
}
