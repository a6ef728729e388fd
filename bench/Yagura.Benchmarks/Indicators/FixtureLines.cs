using System.Text;
using Yagura.Events;

namespace Yagura.Benchmarks.Indicators;

/// <summary>All lines of the folder <c>fixtures</c> of the test data, mixed.</summary>
internal static class FixtureLines
{
    public static StoredRecord[] Mixed()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("YAGURA_TEST_DATA") ?? Path.Combine("..", "shared"), "fixtures");
        var records = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains("/LICENSES", StringComparison.Ordinal) && !path.EndsWith(".md", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadAllText(file, Encoding.Latin1).Split('\n')).Where(line => line.AsSpan().Trim(" \r").Length > 0)
            .Select(line => new StoredRecord(
                1,
                new RawRecord { ReceivedAt = ReceiveTime.From(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero)), Source = "bench", Identity = SenderIdentity.None, Via = "bench", Peer = "bench", Payload = Encoding.Latin1.GetBytes(line) },
                Repeats: 0))
            .ToArray();
        new Random(1).Shuffle(records);
        return records;
    }
}
