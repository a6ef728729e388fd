using System.Text;
using Yagura.Detection.Sigma;
using Yagura.Events;

namespace Yagura.Tests.Detection;

/// <summary>Makes samples for the tests of detection.</summary>
internal static class Some
{
    /// <summary>A time that nothing depends on.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A rule set of files given as texts, in a folder of its own.</summary>
    public static RuleSet Rules(params string[] files)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-rules-");
        try
        {
            for (var i = 0; i < files.Length; i++)
                File.WriteAllText(Path.Combine(folder.FullName, $"rule{i}.yml"), files[i]);
            return RuleSet.Load([folder.FullName]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A rule with a detection, given as YAML indented by two.</summary>
    public static string Rule(string detection, string id = "r1", string extra = "") =>
        $"title: {id}\nid: {id}\n{extra}\nlogsource: {{product: test}}\ndetection:\n{detection}\n";

    /// <summary>A stored record.</summary>
    public static StoredRecord Record(long sequence, DateTimeOffset at, string text = "", Lane lane = Lane.Live, long repeats = 0) => new(
        sequence,
        new RawRecord { ReceivedAt = ReceiveTime.From(at), Source = "fw1", Identity = SenderIdentity.Address, Via = "test", Peer = "192.0.2.1:514", Lane = lane, Payload = Encoding.UTF8.GetBytes(text) },
        repeats);

    /// <summary>An event of fields.</summary>
    public static Event Event(EventLayout layout, StoredRecord stored, params IEnumerable<(string Field, string Value)> fields)
    {
        var made = new Event();
        made.Begin(layout, stored, item: 0);
        foreach (var (field, value) in fields)
        {
            if (layout.Find(field) is var slot and >= 0)
                made.SetCopy(slot, Encoding.UTF8.GetBytes(value), ValueKind.Text);
        }

        return made;
    }
}
