using Yagura.Detection.Findings;
using Yagura.Events;
using Yagura.Operations.Incidents;
using Yagura.Operations.Store;

namespace Yagura.Browser;

/// <summary>A morning at an invented institution, put in through the real desks.</summary>
internal static class Seeds
{
    /// <summary>Raw lines of the records that the findings rest on. One carries what must not reach a page unseen.</summary>
    public static readonly IReadOnlyDictionary<long, string> Lines = new Dictionary<long, string>
    {
        [41] = "<134>1 2026-11-22T03:00:00Z fw1.example.jp fortigate - - - devname=\"fw1\" type=\"utm\" subtype=\"ips\" srcip=192.0.2.66 dstip=198.51.100.10 action=\"detected\" attack=\"Web.Shell.Upload\" severity=\"critical\"",
        [42] = "<134>1 2026-11-22T03:00:02Z fw1.example.jp fortigate - - - user=\"\u202Egnp.exe\" msg=\"<script>alert(1)</script>\u0007\u200B\" srcip=192.0.2.66",
        [77] = "<38>Nov 22 12:01:07 bastion1 sshd[2212]: Failed password for invalid user admin from 203.0.113.9 port 51122 ssh2",
        [101] = "<14>Nov 22 12:00:00 gate1 doorman[7]: door 7 opened by badge A-42 from 192.0.2.9",
        [102] = "<14>Nov 22 12:00:09 gate1 doorman[7]: relay r2 is \"stuck open\"",
        [90] = "CEF:0|Example|Sandbox|4.2|MAL-1|Trojan detected|9|externalId=SB-2026-0412 fname=invoice.pdf.exe fileHash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 dst=192.0.2.31",
    };

    public static async Task FillAsync(OperationsStore store, DateTimeOffset now)
    {
        var desk = new IncidentDesk(store, new DeskRules(finding => finding.Level switch { "critical" => 3, "high" => 2, _ => null }, TimeSpan.FromDays(30)));
        await desk.TakeAsync(new DetectionBatch
        {
            Through = 100, RuleSet = new string('b', 64), Node = "node-1", Overflow = [], Blind = [],
            Findings =
            [
                Finding(41, "webshell-upload", "Web シェルの設置を検知（外部公開サーバ）", "192.0.2.66", "critical", "fw1", now.AddMinutes(-12)),
                Finding(42, "webshell-upload", "Web シェルの設置を検知（外部公開サーバ）", "192.0.2.66", "critical", "fw1", now.AddMinutes(-11)),
                Finding(77, "ssh-burst", "SSH への総当たりを検知", "203.0.113.9", "high", "bastion1", now.AddMinutes(-26)),
            ],
            SandboxAlerts =
            [
                Alert("SB-2026-0412", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 90, now.AddMinutes(-42)),
                Alert("SB-2026-0413", new string('c', 64), 91, now.AddMinutes(-5)),
            ],
        }, CancellationToken.None);
        await IndicatorSeeds.FillAsync(store, desk, now);
        await SourcesAsync(store, now);
    }

    private static Task<int> SourcesAsync(OperationsStore store, DateTimeOffset now) => store.WriteAsync(transaction =>
    {
        var hour = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        foreach (var (id, rate, silent) in new[] { ("fw1", 4200, false), ("ips1", 900, false), ("waf1", 1500, false), ("sandbox1", 12, false), ("dns1", 8000, false), ("proxy1", 5200, true), ("mail1", 300, false), ("bastion1", 60, false) })
        {
            var last = silent ? now.AddMinutes(-47) : now.AddSeconds(-3);
            transaction.Context.Sources.Add(new SourceRow
            {
                Id = id, State = SourceStates.Registered, Counts = id != "bastion1", RegisteredAt = now.AddDays(-40), FirstSeen = now.AddDays(-40), LastSeen = last,
                SilentSince = silent ? last : null, Records = rate * 960L, Events = rate * 960L, Bytes = rate * 96000L, Unparsed = id == "waf1" ? rate * 3L : 0, CadenceSeconds = silent ? 300 : null,
            });
            if (silent) transaction.Context.Silences.Add(new SilenceRow { Source = id, From = last, CadenceSeconds = 300 });
            for (var h = 0; h < 24; h++)
                transaction.Context.SourceCounts.Add(new SourceCountRow { Source = id, Span = "h", From = hour.AddHours(-h), Records = rate, Events = rate * (24 - (h * h % 17)) / 24, Bytes = rate * 100L, Unparsed = 0 });
        }
        transaction.Context.Unparsed.Add(new UnparsedRow { Source = "waf1", Program = "doorman", Shape = "door %{int} opened by badge %{word} from %{ip}", Records = 4480, FirstSeen = now.AddDays(-3), LastSeen = now.AddMinutes(-2), Samples = "101" });
        transaction.Context.Unparsed.Add(new UnparsedRow { Source = "waf1", Program = "doorman", Shape = "relay %{word} is \"%{some}\"", Records = 20, FirstSeen = now.AddDays(-3), LastSeen = now.AddMinutes(-12), Samples = "102" });
        transaction.Context.Unparsed.Add(new UnparsedRow { Source = "unregistered.198.51.100.77", Shape = "kv: user src action reason", FormOnly = true, Records = 14, FirstSeen = now.AddHours(-2), LastSeen = now.AddMinutes(-9), Samples = "99999999" });
        transaction.Context.Sources.Add(new SourceRow { Id = "unregistered.198.51.100.77", State = SourceStates.Unregistered, FirstSeen = now.AddHours(-2), LastSeen = now.AddMinutes(-9), Records = 14, Events = 14, Bytes = 2100, Unparsed = 14 });
        return Task.FromResult(0);
    }, CancellationToken.None);

    private static Finding Finding(long sequence, string rule, string title, string entity, string level, string source, DateTimeOffset at) => new()
    {
        RuleId = rule, RuleHash = new string('a', 64), RuleFolder = "rules", Title = title, Level = level, Node = "node-1", TriggerSequence = sequence, Item = 0,
        GroupKey = entity, Source = source, ReceivedAt = ReceiveTime.From(at), Lane = Lane.Live, Evidence = [sequence],
    };

    private static SandboxAlert Alert(string id, string hash, long sequence, DateTimeOffset at) =>
        new(id, hash, "Trojan.Generic（invoice.pdf.exe）", "192.0.2.31", "sandbox1", ReceiveTime.From(at), "node-1", sequence, 0);
}
