using System.Globalization;
using System.Text;
using Yagura.ServiceLevel.Journal;

namespace Yagura.Benchmarks.Figures;

/// <summary>
/// Writes a journal export of a busy service, with a hash on every line. Of a million entries some 422,000 are the acts of 38,000 incidents (eleven each,
/// about half of severity 3 contained late), 154,000 are 77,000 sandbox alerts with their judgements, the rest is what analysis, triage and sources leave behind, and the daily statements.
/// </summary>
internal sealed class JournalMaker : IDisposable
{
    private static readonly DateTimeOffset First = new(2020, 4, 1, 0, 0, 0, TimeSpan.FromHours(9));
    private static readonly TimeSpan Span = TimeSpan.FromDays(640);
    private readonly FileStream file;
    private readonly Random random = new(20201);
    private readonly long wanted;
    private string previous = JournalHash.Genesis;
    private long number;

    private JournalMaker(string path, long entries) => (file, wanted) = (new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20), entries);

    public static void Write(string path, long entries)
    {
        using var maker = new JournalMaker(path, entries);
        maker.All();
    }

    public void Dispose() => file.Dispose();

    private void All()
    {
        var subject = 0;
        var day = -1;
        while (number < wanted)
        {
            var at = First + Span * ((double)number / wanted);
            if ((int)(at - First).TotalDays is var today && today > day) Daily(First.AddDays(day = today));
            subject++;
            if (subject % 8 == 0) Incident($"INC-{subject}", at, severity: subject / 8 % 3 + 1);
            else if (subject % 8 < 3) Sandbox($"detection:A-{subject}", at);
            else Operation(subject, at);
        }
    }

    private void Daily(DateTimeOffset midnight)
    {
        var date = midnight.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Add(midnight.AddMinutes(5), null, "coverage.stated", "coverage", "machine", $$"""{"date":"{{date}}","lost":0,"unproven":0,"pending":0,"seals":"1..288"}""");
        Add(midnight.AddMinutes(6), null, "archive.day-verified", "archive", "machine", $$"""{"date":"{{date}}","sources":12,"seals":288,"copy":"node-2","ok":true,"lost":0}""");
        Add(midnight.AddHours(9), null, "deliverable.submitted", $"deliverable:daily-report@{date}", "contractor:tanaka", """{"version":1,"receipt":"R-1"}""");
    }

    private void Incident(string subject, DateTimeOffset at, int severity)
    {
        Add(at, null, "incident.opened", subject, "machine", """{"title":"外部からの不正な通信 / unexpected traffic from outside"}""");
        Add(at, at.AddSeconds(-2), "incident.detected", subject, "machine", $$"""{"finding":"F-{{number}}","rule":"firewall-known-bad","node":"node-1","seq":{{number * 17}}}""");
        Add(at.AddSeconds(1), null, "incident.severity-set", subject, "contractor:tanaka", $$"""{"severity":{{severity}},"reason":"規則の対応表による","provisional":true}""");
        Add(at.AddMinutes(3), null, "incident.assigned", subject, "contractor:tanaka", """{"to":"contractor:suzuki"}""");
        Add(at.AddMinutes(4), null, "incident.linked", subject, "contractor:tanaka", $$"""{"to":"INC-{{number}}"}""");
        Add(at.AddMinutes(8), null, "incident.contact-attempted", subject, "contractor:suzuki", """{"to":"client:sato","channel":"phone","result":"no-answer"}""");
        Add(at.AddMinutes(9), null, "incident.contacted", subject, "contractor:suzuki", """{"to":"client:sato","channel":"phone-answered","result":"answered"}""");
        Add(at.AddMinutes(12), null, "containment.decided", subject, "contractor:suzuki", """{"target":"pc-0012","by":"client:sato"}""");
        Add(at.AddMinutes(15 + random.Next(16)), null, "containment.completed", subject, "contractor:suzuki", """{"target":"pc-0012","action":"switch port disabled"}""");
        Add(at.AddMinutes(45), null, "containment.released", subject, "contractor:suzuki", """{"target":"pc-0012"}""");
        Add(at.AddMinutes(50), null, "incident.closed", subject, "contractor:suzuki", """{"outcome":"対処済み"}""");
    }

    private void Operation(int subject, DateTimeOffset at)
    {
        Add(at, null, "analysis.passed", "node:node-1", "machine", $$"""{"node":"node-1","seq":{{number * 17}},"rules":"{{subject % 7:x64}}"}""");
        Add(at.AddSeconds(20), null, "finding.triaged", $"finding:F-{subject}", "contractor:suzuki", """{"verdict":"benign","reason":"既知の脆弱性検査による通信"}""");
        if (subject % 5 == 0) Add(at.AddSeconds(30), null, "log.gap", $"source:fw{subject % 12}", "machine", $$"""{"source":"fw{{subject % 12}}","from":"{{at:yyyy-MM-dd'T'HH:mm:sszzz}}","to":"{{at:yyyy-MM-dd'T'HH:mm:sszzz}}","missing":3}""");
    }

    private void Sandbox(string subject, DateTimeOffset at)
    {
        Add(at, at.AddSeconds(-1), "sandbox.detected", subject, "machine", $$"""{"alert":"{{subject[10..]}}","source":"sandbox1","hash":"{{number:x64}}","received":"{{at.AddSeconds(-1):yyyy-MM-dd'T'HH:mm:sszzz}}","seq":{{number * 17}},"item":0}""");
        Add(at.AddMinutes(1 + random.Next(29)), null, "judgement.made", subject, "contractor:suzuki", """{"verdict":"malware","reason":"挙動と通信先から判断"}""");
    }

    private void Add(DateTimeOffset at, DateTimeOffset? stated, string kind, string subject, string actor, string data)
    {
        number++;
        var said = stated is { } time ? $"\"{time:yyyy-MM-dd'T'HH:mm:ss.fffzzz}\"" : "null";
        var line = $$"""{"number":{{number}},"at":"{{at:yyyy-MM-dd'T'HH:mm:ss.fffzzz}}","stated":{{said}},"kind":"{{kind}}","subject":"{{subject}}","actor":"{{actor}}","data":{{data}}}""";
        previous = JournalHash.Next(previous, line);
        file.Write(Encoding.UTF8.GetBytes(JournalLine.WithHash(line, previous) + "\n"));
    }
}
