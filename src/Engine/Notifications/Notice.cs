using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications;

/// <summary>One notification as it stands in a message; written once, so that every attempt tells the same.</summary>
/// <param name="Status">Of the deployment at that instant, in wire words.</param>
internal sealed record Notice(
    string Id, string Kind, string Deployment, string Service, string Environment, string? Team, int Release, string Status, long Version, DateTimeOffset At, string Headline, string Sentence, string? Text, string? By, string Link)
{
    public static Notice Of(Notification told, Deployment state, string? team, IMessageText text) => new(
        told.Id, Words.Of(told.Kind), told.Deployment.Value, told.Service.Value, told.Environment.Value, team, state.Spec.ToRelease, Words.Status(state.Status), told.Version, told.At.ToUniversalTime(),
        text.HeadlineOf(told), text.SentenceOf(state), told.Text, told.By, text.LinkTo(told));
}

/// <summary>The JSON of messages.</summary>
internal static class MessageJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="notices">JSON, as stored; empty for a test.</param>
    /// <param name="test">What a test says; null for every other message.</param>
    public static string Body(string id, string tenant, string channel, string name, DateTimeOffset at, string notices, string? test)
    {
        var told = JsonSerializer.Deserialize<List<Notice>>(notices, Options)!;
        var text = test ?? string.Join('\n', told.Select(notice => $"{notice.Headline}. {notice.Sentence} {notice.Link}"));
        return JsonSerializer.Serialize(new Message(id, tenant, new(channel, name), at.ToUniversalTime(), test is not null, text, told), Options);
    }

    /// <param name="notices">JSON, as stored.</param>
    public static IReadOnlyList<string> IdsOf(string notices)
    {
        using var document = JsonDocument.Parse(notices);
        return [.. document.RootElement.EnumerateArray().Select(notice => notice.GetProperty("id").GetString()!)];
    }

    private sealed record Message(string Id, string Tenant, Recipient Channel, DateTimeOffset CreatedAt, bool Test, string Text, IReadOnlyList<Notice> Notices);

    private sealed record Recipient(string Id, string Name);
}
