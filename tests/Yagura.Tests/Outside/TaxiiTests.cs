using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Yagura.Archive.Disk;
using Yagura.Detection.Indicators;
using Yagura.Doctor;
using Yagura.Outside;
using Yagura.Pipeline;
using Yagura.Settings;
using Yagura.Tests.Pipeline;

namespace Yagura.Tests.Outside;

/// <summary>The TAXII client against a real HTTP server: paging, added_after, credentials, certificates, and servers that fail.</summary>
public sealed class TaxiiTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("yagura-taxii-").FullName;
    private readonly FakeTime clock = new(Noon);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_page_is_taken_and_the_next_poll_asks_for_what_was_added_since()
    {
        await using var server = await TaxiiServer.StartAsync();
        for (var i = 1; i <= 5; i++)
            server.Add(Noon.AddMinutes(i), $"indicator--{i}", $"[ipv4-addr:value = '203.0.113.{i}']", ",\"confidence\":80,\"labels\":[\"x\"]");
        server.Objects.Add((Noon.AddMinutes(9), "{\"type\":\"malware\",\"id\":\"malware--1\"}"));
        Assert.True(await PollAsync(server));
        Assert.Equal(["?match%5Btype%5D=indicator,identity", "?match%5Btype%5D=indicator,identity&next=2", "?match%5Btype%5D=indicator,identity&next=4"], server.Asked);
        var set = Fetched();
        Assert.Equal((5, "cert", 80), (set.Count, set.Sources[0].Name, set.Find("203.0.113.5", out _)[0].Confidence));
        Assert.Empty(set.Faults);
        Assert.Equal((Noon, Noon, null), (State(server).LastPoll, State(server).LastSuccess, State(server).Error));

        server.Asked.Clear();
        Assert.False(await PollAsync(server));
        Assert.Equal(["?match%5Btype%5D=indicator,identity&added_after=" + Uri.EscapeDataString("2026-11-22T03:05:00.000000Z")], server.Asked);
        server.Add(Noon.AddMinutes(20), "indicator--2", "[ipv4-addr:value = '203.0.113.2']", ",\"revoked\":true");
        server.Add(Noon.AddMinutes(21), "indicator--6", "[domain-name:value = 'evil.example']");
        Assert.True(await PollAsync(server));
        Assert.Empty(Fetched().Find("203.0.113.2", out _));
        Assert.Equal(5, Fetched().Count);
    }

    [Fact]
    public async Task A_server_that_fails_half_way_is_asked_on_from_there()
    {
        await using var server = await TaxiiServer.StartAsync();
        for (var i = 1; i <= 5; i++)
            server.Add(Noon.AddMinutes(i), $"indicator--{i}", $"[ipv4-addr:value = '203.0.113.{i}']");
        server.Fault = context => context.Request.Query["next"] == "4" ? Results.StatusCode(503) : null;
        Assert.True(await PollAsync(server));
        Assert.Equal(4, Fetched().Count);
        Assert.Contains("503", State(server).Error, StringComparison.Ordinal);
        Assert.Null(State(server).LastSuccess);
        server.Fault = _ => null;
        server.Asked.Clear();
        Assert.True(await PollAsync(server));
        Assert.Single(server.Asked);
        Assert.Equal((5, null), (Fetched().Count, State(server).Error));
    }

    [Theory]
    [InlineData("html", "is it the address of a collection")]
    [InlineData("broken", "no JSON")]
    [InlineData("list", "no envelope")]
    [InlineData("stuck", "not where it goes on")]
    [InlineData("loop", "not where it goes on")]
    [InlineData("away", "redirects are not followed")]
    [InlineData("denied", "user and password-file")]
    [InlineData("cut", "")]
    public async Task What_a_server_does_wrong_is_said_and_what_was_fetched_stays(string fault, string reason)
    {
        await using var server = await TaxiiServer.StartAsync();
        server.Add(Noon, "indicator--1", "[ipv4-addr:value = '203.0.113.1']");
        Assert.True(await PollAsync(server));
        const string type = "application/taxii+json;version=2.1";
        server.Fault = context => fault switch
        {
            "html" => Results.Text("<html>", "text/html"),
            "broken" => Results.Text("{\"objects\":[{", type),
            "list" => Results.Text("[]", type),
            "stuck" => Results.Text("{\"more\":true,\"objects\":[]}", type),
            "loop" => Results.Text("{\"more\":true,\"next\":\"a\",\"objects\":[]}", type),
            "away" => Results.Redirect("http://192.0.2.1/"),
            "cut" => new CutAnswer(),
            _ => Results.StatusCode(403),
        };
        Assert.False(await PollAsync(server));
        // Where an answer is cut decides which words the connection has for it.
        Assert.Contains(reason, State(server).Error, StringComparison.Ordinal);
        Assert.Equal(1, Fetched().Count);
        Assert.Equal(Noon, State(server).LastSuccess);
    }

    [Fact]
    public async Task Nobody_who_listens_is_said_and_told_by_doctor()
    {
        var feed = new TaxiiSettings("cert", new Uri("http://127.0.0.1:9/api/collections/1/"));
        await new TaxiiPoll(feed, Shelf(), Path.GetFullPath, clock).RunAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(Shelf().Read(feed.Collection.AbsoluteUri).Error);
        var told = Examination.Run(new YaguraSettings { Data = folder, Taxii = [feed] }, new LinuxDisk(), Noon.AddHours(1)).Single(finding => finding.Name == "taxii cert");
        Assert.Equal(Verdict.Warning, told.Verdict);
        Assert.StartsWith("never answered; the last poll failed", told.Measured, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_come_from_files_and_are_read_at_each_poll()
    {
        await using var server = await TaxiiServer.StartAsync();
        server.Add(Noon, "indicator--1", "[ipv4-addr:value = '203.0.113.1']");
        var file = Path.Combine(folder, "secret");
        await File.WriteAllTextAsync(file, "wrong\n", TestContext.Current.CancellationToken);
        var feed = Feed(server) with { User = "soc", PasswordFile = file };
        server.Wanted = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("soc:right"));
        Assert.False(await PollAsync(feed));
        Assert.Contains("401", State(server).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", await File.ReadAllTextAsync(Path.Combine(folder, "state", "taxii", "cert.json"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "right\n", TestContext.Current.CancellationToken);
        Assert.True(await PollAsync(feed));
        server.Wanted = "Bearer right";
        await PollAsync(Feed(server) with { TokenFile = file });
        Assert.Null(State(server).Error);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=taxii.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));
        await using var server = await TaxiiServer.StartAsync(X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null));
        server.Add(Noon, "indicator--1", "[ipv4-addr:value = '203.0.113.1']");
        Assert.StartsWith("https://", server.Collection, StringComparison.Ordinal);
        Assert.False(await PollAsync(server));
        Assert.Contains("SSL", State(server).Error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Asked);

        var authority = Path.Combine(folder, "ca.pem");
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        Assert.True(await PollAsync(Feed(server) with { Authorities = authority }));
        Assert.Equal(1, Fetched().Count);
        // The name is checked too.
        var other = new Uri(server.Collection.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        Assert.False(await new TaxiiPoll(new TaxiiSettings("other", other) { Authorities = authority }, Shelf("other"), Path.GetFullPath, clock).RunAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(Shelf("other").Read(other.AbsoluteUri).Error);
    }

    [Fact]
    public async Task What_a_poll_gives_comes_into_force_and_is_told_with_the_collection_as_source()
    {
        await using var server = await TaxiiServer.StartAsync();
        server.Add(Noon, "indicator--1", "[ipv4-addr:value = '203.0.113.9']");
        await using var recorded = await RecordedFolder.OpenAsync(Noon.AddMinutes(-1));
        var settings = recorded.Settings with { Taxii = [Feed(server)] };
        var stage = new TaxiiStage(settings, DataFolder.Of(settings), recorded.Clock, stop => recorded.Spine.ReloadRulesAsync(acceptRefused: false, stop), _ => { });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var step = stage.StepAsync(stop.Token);
        while (recorded.Spine.Detector.Rules.Indicators.Count == 0 && !step.IsFaulted)
        {
            await recorded.Spine.AnalyseRecordedAsync(stop.Token);
            await Task.Delay(10, stop.Token);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
        recorded.Take(Noon, (Noon, "bastion", "<38>Nov 22 12:00:00 bastion sshd[4242]: Failed password for hanako from 203.0.113.9 port 50001 ssh2"));
        await recorded.Spine.AnalyseRecordedAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, recorded.Spine.Detector.Counts.IndicatorMatches);
        Assert.Equal(("cert", null), stage.Feeds.Select(feed => (feed.Feed.Id, feed.State.Error)).Single());
    }

    [Theory]
    [InlineData("taxii: [{id: cert, url: 'http://taxii.example/api/collections/1/'}]", "http on loopback only")]
    [InlineData("taxii: [{id: cert}]", "needs url")]
    [InlineData("taxii: [{id: cert, url: 'https://taxii.example/c/', user: x}]", "belong together")]
    [InlineData("taxii: [{id: cert, url: 'https://taxii.example/c/', interval: 5s}]", "at least 1m")]
    [InlineData("taxii: [{id: cert, url: 'https://taxii.example/c/'}, {id: cert, url: 'https://taxii.example/d/'}]", "stands twice")]
    [InlineData("taxii: [{id: cert, url: 'https://taxii.example/c/', verify: false}]", "unknown key")]
    public void A_collection_that_cannot_be_is_refused(string text, string reason) =>
        Assert.Contains(reason, string.Join('\n', SettingsReader.Read("x.yaml", text).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_collection_is_read()
    {
        var feed = Assert.Single(SettingsReader.Read("x.yaml", "taxii: [{id: cert, url: 'https://taxii.example/c', interval: 30m, token-file: t, ca-file: ca.pem, added-after: 2026-11-01}]").Settings!.Taxii);
        Assert.Equal(("https://taxii.example/c/", TimeSpan.FromMinutes(30), "t", "ca.pem", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(9))), (feed.Collection.AbsoluteUri, feed.Interval, feed.TokenFile, feed.Authorities, feed.AddedAfter));
    }

    private TaxiiShelf Shelf(string id = "cert") => new DataFolder(folder).Taxii(id);

    private static TaxiiSettings Feed(TaxiiServer server) => new("cert", new Uri(server.Collection));

    private TaxiiState State(TaxiiServer server) => Shelf().Read(server.Collection);

    private IndicatorSet Fetched() => IndicatorSet.Load([Path.Combine(folder, "indicators")]);

    private Task<bool> PollAsync(TaxiiServer server) => PollAsync(Feed(server));

    private Task<bool> PollAsync(TaxiiSettings feed) => new TaxiiPoll(feed, Shelf(), Path.GetFullPath, clock).RunAsync(TestContext.Current.CancellationToken);

    private sealed class CutAnswer : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            context.Response.ContentType = "application/taxii+json;version=2.1";
            context.Response.ContentLength = 1_000;
            await context.Response.WriteAsync("{\"objects\":[");
            context.Abort();
        }
    }
}
