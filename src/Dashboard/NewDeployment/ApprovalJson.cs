using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Gates;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Who must agree, as the API takes it.</summary>
internal static class ApprovalJson
{
    public static JsonObject Of(ApprovalRule rule) => FormJson.Object(
        ("quorum", JsonValue.Create(rule.Quorum)),
        ("groups", rule.Groups.Count > 0 ? FormJson.Array(rule.Groups) : null),
        ("four_eyes", JsonValue.Create(rule.FourEyes)),
        ("exclude_author", rule.ExcludeAuthor ? JsonValue.Create(true) : null),
        ("expires_after", rule.ExpiresAfter is { } length ? FormJson.Text(Durations.Format(length)) : null),
        ("on_expiry", JsonValue.Create(Words.Of(rule.OnExpiry))),
        ("on_reject", JsonValue.Create(Words.Of(rule.OnReject))),
        ("instructions", rule.Instructions is { } text ? FormJson.Text(text) : null));
}
