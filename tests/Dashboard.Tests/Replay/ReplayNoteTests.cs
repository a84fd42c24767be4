using AngleSharp.Dom;
using Bunit;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Notes at an event, an instant or a range.</summary>
public sealed class ReplayNoteTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_note_is_written_at_the_event_that_is_shown_and_leads_back_to_it()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var page = _scene.Open("at=3");
        await WriteAsync(page, "Here it **began**.", key: true);
        page.WaitForAssertion(() => Assert.Equal("began", page.Find("[data-note] .markdown strong").TextContent));
        var stored = Assert.IsType<DeploymentEvent.NoteAdded>((await _scene.RecordAsync())!.History.Events[^1].Event);
        Assert.Equal((new NoteAnchor(3), true, "Maria"), (stored.About, stored.IsKeyMoment, stored.Origin.By.Name));
        Assert.Equal(Role.Administrator, _scene.Now.Sluice.LastContext!.As);
        await page.Find("[data-replay=end]").ClickAsync(new());
        await page.Find("[data-about]").ClickAsync(new());
        Assert.Equal("3", page.Find(".replay").GetAttribute("data-at"));
    }

    [Fact]
    public async Task A_note_is_written_at_an_instant_or_between_the_pins()
    {
        await _scene.Now.JudgedAsync(errors: 50, runs: 2);
        var page = _scene.Open("at=3&a=2&b=5");
        await WriteAsync(page, "then", about: "Instant");
        await WriteAsync(page, "while", about: "Range");
        var record = (await _scene.RecordAsync())!;
        var notes = record.NotesIn();
        Assert.Equal(new NoteAnchor(null, record.InstantOf(2)), notes.Single(note => note.Text == "then").About);
        Assert.Equal(new NoteAnchor(null, record.InstantOf(1), record.InstantOf(4)), notes.Single(note => note.Text == "while").About);
    }

    [Fact]
    public async Task Script_in_a_note_stays_text_wherever_it_is_shown()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("<script>alert(1)</script> <img src=x onerror=alert(1)> [here](javascript:alert(1)) ![x](https://evil.example/x.png)"));
        var page = _scene.Open();
        Assert.Empty(page.FindAll("script, img, [onerror], a[href^='javascript']"));
        Assert.Contains("<script>alert(1)</script>", page.Find("[data-note]").TextContent, StringComparison.Ordinal);
        _scene.Import(await _scene.BundleAsync());
        Assert.Empty(_scene.OpenImported().FindAll("script, img, [onerror], a[href^='javascript']"));
        Assert.Empty(_scene.Now.Open().FindAll("script, img, [onerror], a[href^='javascript']"));
    }

    [Fact]
    public async Task An_edit_takes_the_place_of_a_note_and_what_it_said_stays_among_the_events()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("frist") { About = new(2) });
        var page = _scene.Open();
        await page.Find("[data-replay=note]").ClickAsync(new());
        Assert.Equal("replay-note", page.Find("#replay-note").GetAttribute("data-draft"));
        await page.Find("[data-edit]").ClickAsync(new());
        Assert.Matches(@"^note-\d+$", page.Find("#replay-note").GetAttribute("data-draft")!);
        await page.Find("#replay-note").InputAsync("first");
        await page.Find(".notes__form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("(rewritten)", page.Find("[data-note]").TextContent, StringComparison.Ordinal));
        var note = Assert.Single((await _scene.RecordAsync())!.NotesIn());
        Assert.Equal(("first", new NoteAnchor(2), 1), (note.Text, note.About, note.Edits));
        Assert.Equal(2, (await _scene.EventsAsync()).Count(e => e.Type.Contains("note", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_was_written_later_was_not_known_then()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("hindsight") { About = new(2) });
        Assert.Contains("hindsight", _scene.Open("at=3").Find(".replay__notes").TextContent, StringComparison.Ordinal);
        var then = _scene.Open("at=3&clock=then");
        Assert.DoesNotContain("hindsight", then.Find(".replay__notes").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 written later", then.Find("[data-later]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_write_notes_is_not_offered_to()
    {
        await _scene.Now.BakingAsync();
        _scene.Now.Granted.Held = [new RoleGrant(Role.Viewer)];
        Assert.Empty(_scene.Open().FindAll("[data-replay=note], [data-edit]"));
    }

    private static async Task WriteAsync(IRenderedComponent<Dashboard.Replay.ReplayPage> page, string text, string about = "Event", bool key = false)
    {
        await page.Find("[data-replay=note]").ClickAsync(new());
        await page.Find("#replay-note").InputAsync(text);
        await page.Find("#replay-note-about").ChangeAsync(about);
        await page.Find("#replay-note-key").ChangeAsync(key);
        await page.Find(".notes__form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notes__form")));
    }
}
