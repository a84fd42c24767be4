using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Gates;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads who must agree: <c>true</c> is one other person, an object says more.</summary>
internal static class GateInput
{
    public static ApprovalRule? Read(JsonInput input, string field) => input.KindOf(field) switch
    {
        JsonValueKind.Object => Read(input.Object(field)!),
        _ => input.Flag(field) == true ? new ApprovalRule() : null,
    };

    /// <param name="otherwise">What is not said; null: what a gate of the plan asks.</param>
    public static ApprovalRule Read(JsonInput input, ApprovalRule? otherwise = null)
    {
        var usual = otherwise ?? new ApprovalRule();
        var rule = new ApprovalRule
        {
            Quorum = input.Whole("quorum") ?? usual.Quorum,
            Groups = input.Texts("groups") ?? [],
            FourEyes = input.Flag("four_eyes") ?? usual.FourEyes,
            ExcludeAuthor = input.Flag("exclude_author") ?? usual.ExcludeAuthor,
            ExpiresAfter = input.Duration("expires_after") ?? usual.ExpiresAfter,
            OnExpiry = input.Word<GateEnd>("on_expiry") ?? usual.OnExpiry,
            OnReject = input.Word<GateEnd>("on_reject") ?? usual.OnReject,
            Instructions = input.Text("instructions"),
        };
        input.Done();
        return rule;
    }
}
