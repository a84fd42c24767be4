using System.Globalization;
using System.Text;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay.Reports;

/// <summary>A report for people, in Markdown. What people wrote stays text: nothing in it becomes markup.</summary>
internal sealed class MarkdownReport(IStringLocalizer<Texts> texts, EventSentence sentences, StateSentence states)
{
    public string Of(ReplayRecord record, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {texts["Report.Title", record.Id]}\n\n{texts["Report.Made", Times.Full(now)]}\n\n");
        if (record.History.Last is { } state)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Plain(states.Of(state, place: null))}\n\n");
            AddMilestones(text, Milestones.Of(state.Spec, record.History.Events, record.Intervals));
        }

        foreach (var fault in record.History.Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"> {fault.Kind}: {fault.From}–{fault.To} {Plain(fault.Detail)}\n\n");
        }

        AddNotes(text, record);
        AddEvents(text, record);
        AddSamples(text, record, now);
        return text.ToString();
    }

    private void AddMilestones(StringBuilder text, ValueList<Milestone> milestones)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {texts["Replay.Milestones"]}\n\n");
        Row(text, texts["Report.What"], texts["Chart.Time", "UTC"]);
        Rule(text, 2);
        foreach (var milestone in milestones)
        {
            Row(text, texts[$"Milestone.{milestone.Kind}"], milestone.At is { } at ? Times.Full(at) : texts[$"MilestoneGap.{milestone.Gap}"]);
        }

        foreach (var span in Milestones.Spans(milestones))
        {
            Row(text, texts[$"Span.{span.Kind}"], span.Length is { } length ? Times.Length(length) : "–");
        }
    }

    private void AddNotes(StringBuilder text, ReplayRecord record)
    {
        var notes = record.NotesIn();
        if (notes.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## {texts["ReplayNotes.Title"]}\n\n");
        foreach (var note in notes)
        {
            var about = record.InstantOf(note.About) is { } at ? $"{Times.Full(at)}: " : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"- {(note.IsKeyMoment ? $"**{texts["ReplayNotes.KeyMoment"]}** " : string.Empty)}{about}{Plain(note.Text)} ({Plain(texts["Notes.By", note.By, Times.Full(note.At)])})\n");
        }
    }

    private void AddEvents(StringBuilder text, ReplayRecord record)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {texts["Replay.Events"]}\n\n");
        Row(text, "#", texts["Chart.Time", "UTC"], texts["Report.Lane"], texts["Report.What"], texts["Replay.By"]);
        Rule(text, 5);
        foreach (var e in record.History.Events)
        {
            Row(
                text,
                e.Version.ToString(CultureInfo.InvariantCulture),
                Times.Full(e.Event?.Origin.At ?? e.RecordedAt),
                texts[$"Lane.{Lanes.Of(e.Event)}"],
                e.Event is { } known ? sentences.Of(known) : texts["Replay.Unreadable", e.Kind],
                e.Event?.Origin.By.Name ?? "–");
        }
    }

    private void AddSamples(StringBuilder text, ReplayRecord record, DateTimeOffset now)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {texts["Report.Samples"]}\n\n");
        if (WhatIsLeft.Of(record, now, texts) is { } left)
        {
            text.Append(CultureInfo.InvariantCulture, $"> {Plain(left.Text)}\n\n");
        }

        List<Interval> measured = [.. record.HoursShown, .. record.Intervals];
        if (measured.Count == 0)
        {
            return;
        }

        Row(text, texts["Chart.Time", "UTC"], texts["Check.Canary"], texts["Report.Errors"], texts["Check.Stable"], texts["Report.Errors"]);
        Rule(text, 5);
        foreach (var interval in measured)
        {
            Row(text, $"{Times.Full(interval.From)} – {Times.Full(interval.To)}", Number(interval.Canary.Requests), Number(interval.Canary.Errors), Number(interval.Stable?.Requests), Number(interval.Stable?.Errors));
        }
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "–";

    internal static void Row(StringBuilder text, params IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Plain)).Append(" |\n");

    internal static void Rule(StringBuilder text, int columns) => text.Append('|').Insert(text.Length, "---|", columns).Append('\n');

    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in Masking.OfText(text))
        {
            _ = c switch
            {
                '\r' or '\n' => plain.Append(' '),
                '<' => plain.Append("&lt;"),
                '&' => plain.Append("&amp;"),
                '|' or '\\' or '`' or '*' or '_' or '[' or ']' or '!' or '#' => plain.Append('\\').Append(c),
                _ => plain.Append(c),
            };
        }

        return plain.ToString();
    }
}
