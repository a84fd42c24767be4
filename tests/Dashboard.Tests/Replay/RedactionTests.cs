using System.Globalization;
using System.Text;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>What is left out stays out, however it is written.</summary>
public sealed class RedactionTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("--upstream=db.corp.lab:5432 --name=shop", "--upstream=address-1.invalid:5432 --name=shop")]
    [InlineData("Host=db1;Port=5432", "Host=address-1.invalid;Port=5432")]
    [InlineData("--addr=:8080 --peers=3 --server=true", "--addr=:8080 --peers=3 --server=true")]
    [InlineData("--upstream=tcp://db1:80", "--upstream=tcp://address-1.invalid:80")]
    [InlineData("mongodb://a.lab:1,b.lab:2/shop", "mongodb://address-1.invalid:1,address-2.invalid:2/shop")]
    [InlineData("nas.lab:/exports at /mnt", "address-1.invalid:/exports at /mnt")]
    [InlineData("fd00::5: refused; ::1, 2001:db8:0:0:0:0:0:1:80", "address-1.invalid: refused; address-2.invalid, address-3.invalid:80")]
    [InlineData("https://db.internal. and DB.Internal", "https://address-1.invalid. and address-1.invalid")]
    [InlineData("http://db1/ is gone, so restart DB1, not db1-old", "http://address-1.invalid/ is gone, so restart address-1.invalid, not db1-old")]
    [InlineData("10.0.0.5.nip.io or 10.0.0.5", "address-1.invalid or address-2.invalid")]
    [InlineData("version 1.43.0.12 of shop:1.2.3.4, 1.2.3.4.5 and 999.1.1.1", "version 1.43.0.12 of shop:1.2.3.4, 1.2.3.4.5 and 999.1.1.1")]
    [InlineData("1.02:03:04 at 2026-11-22T09:00:00.123Z, std::string, aa:bb:cc:dd:ee:ff", "1.02:03:04 at 2026-11-22T09:00:00.123Z, std::string, aa:bb:cc:dd:ee:ff")]
    public void Hosts_are_hidden_where_programs_and_people_write_them(string text, string hidden) => Assert.Equal(hidden, new HiddenAddresses().In(text));

    [Theory]
    [InlineData("image", "registry.lab:5000/shop:1.2.3.4", "address-1.invalid:5000/shop:1.2.3.4")]
    [InlineData("image", "acme/shop:10.0.0.5", "acme/shop:10.0.0.5")]
    [InlineData("host", "DB1:5432", "address-1.invalid:5432")]
    [InlineData("address", "[fd00::5]:80", "address-1.invalid:80")]
    [InlineData("address", "fd00::5", "address-1.invalid")]
    [InlineData("ports", "fd00::5:8080 → 80/tcp", "address-1.invalid:8080 → 80/tcp")]
    [InlineData("source", "nas1:/exports", "address-1.invalid:/exports")]
    [InlineData("source", "//nas1/exports", "//address-1.invalid/exports")]
    [InlineData("source", "/srv/shop", "/srv/shop")]
    [InlineData("title", "1.43.0.12", "1.43.0.12")]
    [InlineData("title", "10.43.0.12", "address-1.invalid")]
    public void A_field_says_what_its_value_is(string field, string value, string hidden)
    {
        var addresses = new HiddenAddresses();
        Assert.Equal(hidden, addresses.Field(field, value, isProse: false));
        Assert.Equal(hidden, addresses.Field(field, hidden, isProse: false));
    }

    [Fact]
    public void An_address_has_one_alias_with_and_without_its_port_and_words_of_programs_stay()
    {
        var redaction = Redaction.Of([], new(People: false, Addresses: true));
        Assert.Equal(
            """{"a":[{"host":"address-1.invalid"},{"address":"address-1.invalid:5432"}],"text":"address-1.invalid","service":"db","id":"db-2","by":{"address-2.invalid":1}}""",
            redaction.Payload("""{"a":[{"host":"db"},{"address":"DB:5432"}],"text":"Db","service":"db","id":"db-2","by":{"cart.internal":1}}"""));
    }

    [Fact]
    public async Task Nothing_of_a_snapshot_tells_where_it_was_taken()
    {
        var shape = new SnapshotShape(1) { Image = "registry.lab:5000/shop:1", Digest = "registry.lab:5000/shop@sha256:" + new string('a', 64), Command = ["/bin/shop", "--db=Db.Lab:5432"], Mounts = [new("/data", "volume", "nas1:/exports", ReadOnly: true)] };
        await _scene.Now.CreatedAsync();
        await _scene.Now.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["r1-0"])) { Snapshot = new([shape], [new("r1-0", 0, "ready", DateTimeOffset.UnixEpoch) { Address = "db.lab:80", Ports = ["fd00::5:8080 → 80/tcp"] }]) });
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("db.lab is slow"));
        var bundle = await BundleAsync(new(People: false, Addresses: true));
        Assert.DoesNotMatch(@"(?i)registry\.lab|db\.lab|nas1|fd00", Encoding.UTF8.GetString(bundle));
        Assert.Empty(_scene.Import(bundle).Record.History.Faults);
    }

    [Fact]
    public async Task Who_is_only_named_in_a_note_is_hidden_in_any_case_and_nobody_can_break_the_record_by_naming()
    {
        await _scene.Now.BakingAsync();
        await _scene.Now.OrderAsync(new DeploymentCommand.AddNote("@Cleo, cleo's pool? ben and ADA say @person and @running too"));
        var bundle = await BundleAsync(new(People: true, Addresses: false));
        Assert.DoesNotMatch(@"(?i)\b(cleo|ben|ada)\b", Encoding.UTF8.GetString(bundle));
        var opened = _scene.Import(bundle).Record;
        Assert.Empty(opened.History.Faults);
        Assert.Equal((await _scene.RecordAsync())!.History.Last!.Status, opened.History.Last!.Status);
    }

    [Fact]
    public void Owners_of_a_service_are_people()
    {
        var record = new ReplayRecord(TenantId.Default, DeploymentId.From("shop-1"));
        record.Services.Append(new(1, DateTimeOffset.UnixEpoch, "service_declared", new ServiceEvent.ServiceDeclared(ServiceName.From("shop"), [])));
        record.Services.Append(new(2, DateTimeOffset.UnixEpoch, "profile_changed", new ServiceEvent.ProfileChanged(new() { Owners = ["Dora"] })));
        Assert.Equal("""{"owners":["person 1"]}""", Redaction.Of([record], new(People: true, Addresses: false)).Payload("""{"owners":["Dora"]}"""));
    }

    /// <summary>With a scan for each known address this takes minutes.</summary>
    [Fact]
    public void Each_of_many_known_addresses_is_found_in_a_text()
    {
        var addresses = new HiddenAddresses();
        for (var i = 0; i < 50_000; i++)
        {
            addresses.Whole(string.Create(CultureInfo.InvariantCulture, $"host-{i}.lab"));
        }

        for (var i = 0; i < 2_000; i++)
        {
            Assert.StartsWith("address-", addresses.In(string.Create(CultureInfo.InvariantCulture, $"host-{i}.lab is slow")), StringComparison.Ordinal);
        }
    }

    private async Task<byte[]> BundleAsync(Hiding hiding)
    {
        var record = (await _scene.RecordAsync())!;
        return await _scene.Get<BundleWriter>().OfAsync(record, Redaction.Of([record], hiding), DateTimeOffset.UnixEpoch, ReplayScene.Ct);
    }
}
