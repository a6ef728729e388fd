using Yagura.Detection.Findings;
using Yagura.Detection.Indicators;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;
using Yagura.Web.Pages.Indicators;

namespace Yagura.Browser;

/// <summary>Invented lists for the page of indicators: sources of files and of servers, one that fails, values that are refused and expired.</summary>
internal static class IndicatorSeeds
{
    public static IndicatorBoard Board(string root)
    {
        var folder = Path.Combine(root, "indicators");
        Write(folder, "example-cert/2026-11.txt", "# confidence: 90\n# expires: 2099-12-31\nevil.example\n203.0.113.9\n198.51.100.0/24\nhxxp://evil[.]example/login.php\n0.0.0.0/0\nco.jp\n");
        Write(folder, "example-cert/old.txt", "# expires: 2025-03-31\nold.example\n203.0.113.77\n");
        Write(folder, "sharing.csv", "value,type,confidence\nwww.evil.example,domain,40\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i:x32},md5,60\n".Replace("00000000000000000000000000000000", "1a79a4d60de6718e8e5b326e338ae533", StringComparison.Ordinal))));
        Write(folder, "partner.json", "{\"Event\": {\"Attribute\": [\n{\"type\": \"ip-dst\", \"to_ids\": true, \"value\": \"203.0.113.10\"},\n{\"type\": }]}}");
        var set = IndicatorSet.Load([folder]);
        var now = TimeProvider.System.GetUtcNow();
        return new IndicatorBoard(() => new IndicatorBoardView(set, ["indicators"],
        [
            new PollLine("taxii-cert", "https://taxii.example/api/collections/91a7b528/") { LastPoll = now.AddMinutes(-3), LastSuccess = now.AddHours(-5), Error = "the server answered 503 Service Unavailable" },
            new PollLine("taxii-new", "https://taxii2.example/api/collections/1/"),
        ]));
    }

    /// <summary>A finding of a hunt that waits, and counts.</summary>
    public static async Task FillAsync(OperationsStore store, IncidentDesk desk, DateTimeOffset now)
    {
        var finding = new Finding
        {
            RuleId = "indicator:example-cert", RuleHash = new string('d', 64), RuleFolder = "indicators", Title = "Indicator domain evil.example (example-cert)", Level = "high", Node = "node-1", TriggerSequence = 60, Item = 0,
            GroupKey = "evil.example", Source = "dns1", ReceivedAt = ReceiveTime.From(now.AddMinutes(-50)), Lane = Lane.Live, Evidence = [60],
            Indicator = new IndicatorMatch("domain", "evil.example", "example-cert", 90, "2099-12-31T15:00:00Z", "dns.question.name", "example-cert/2026-11.txt:3", ["sharing"]),
        };
        await desk.QueueAsync([finding], CancellationToken.None);
        await store.WriteAsync(transaction =>
        {
            transaction.Context.FindingCounts.Add(new FindingCountRow { RuleId = finding.RuleId, GroupKey = finding.GroupKey, Minute = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero), Count = 1_284 });
            return Task.FromResult(0);
        }, CancellationToken.None);
    }

    private static void Write(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
