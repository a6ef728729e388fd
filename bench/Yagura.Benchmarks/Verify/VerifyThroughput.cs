using System.Diagnostics;
using System.Globalization;
using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;
using Yagura.Archive.Spool;
using Yagura.Archive.Verify;
using Yagura.Benchmarks.Custody;
using Yagura.Events;

namespace Yagura.Benchmarks.Verify;

/// <summary>A full verification at two cores against <c>sha256sum</c> over the unpacked bytes: pairs in turn, wall and CPU, median.</summary>
internal static class VerifyThroughput
{
    private const int Pairs = 5;
    private const int Batches = 400;
    private const int RecordsABatch = 1000;
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static void Run(TextWriter output)
    {
        foreach (var sources in new[] { 1, 20 }) Run(output, sources);
    }

    /// <summary>The same as figures that are kept.</summary>
    public static CustodyFigure[] Figures()
    {
        Rounds(1); // once to warm up
        return [.. new[] { 1, 20 }.Select(sources =>
        {
            var (bytes, rounds) = Rounds(sources);
            return CustodyFigure.Of($"full verify at 2 threads, {sources} sources / sha256sum, per unpacked byte, wall", 2, atLeast: true, [.. rounds.Select(round => new CustodyPair(
                round.OursFirst,
                Math.Round(round.Sum.Wall / round.Verify.Wall, 2),
                new CustodySide(bytes, "unpacked bytes verified", Math.Round(round.Verify.Wall, 3), Math.Round(round.Verify.Cpu, 3)),
                new CustodySide(bytes, "bytes by sha256sum", Math.Round(round.Sum.Wall, 3), Math.Round(round.Sum.Cpu, 3))))]);
        })];
    }

    private static void Run(TextWriter output, int sources)
    {
        var (bytes, rounds) = Rounds(sources);
        var wall = Median(rounds.Select(round => round.Sum.Wall / round.Verify.Wall));
        var cpu = Median(rounds.Select(round => round.Sum.Cpu / round.Verify.Cpu));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"verify, {sources} sources, {bytes >> 20} MB unpacked, {Pairs} pairs: sha256sum {bytes / 1e6 / Median(rounds.Select(round => round.Sum.Wall)):0} MB/s, verify at 2 threads {bytes / 1e6 / Median(rounds.Select(round => round.Verify.Wall)):0} MB/s; speed / sha256sum: wall {wall:0.00} (from {rounds.Min(round => round.Sum.Wall / round.Verify.Wall):0.00} to {rounds.Max(round => round.Sum.Wall / round.Verify.Wall):0.00}), per CPU-second {cpu:0.00}"));
    }

    private static (long Bytes, List<Round> Rounds) Rounds(int sources)
    {
        var root = Path.Combine(Path.GetTempPath(), "yagura-bench-" + Guid.NewGuid().ToString("N"));
        try
        {
            var bytes = Make(root, sources);
            return (bytes, [.. Enumerable.Range(0, Pairs).Select(pair =>
            {
                var first = pair % 2 == 0 ? Verify(root) : default;
                var sum = Sum(root);
                return new Round(pair % 2 == 0, sum, pair % 2 == 0 ? first : Verify(root));
            })]);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static (double Wall, double Cpu) Verify(string root)
    {
        using var self = Process.GetCurrentProcess();
        var (cpu, begin) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var result = Verifier.Run(new LinuxDisk(), new VerifyOptions { Archive = root + "/archive", Checkpoints = [], Pins = [], TrustedFingerprints = [], Quick = false, Parallel = 2 }, _ => { });
        var wall = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (!result.Ok) throw new InvalidOperationException(string.Join('\n', result.Faults));
        self.Refresh();
        return (wall, (self.TotalProcessorTime - cpu).TotalSeconds);
    }

    /// <summary>The shell says what its child took, on the second line of <c>times</c>: <c>0m1.230000s 0m0.040000s</c>.</summary>
    private static (double Wall, double Cpu) Sum(string root)
    {
        var begin = Stopwatch.GetTimestamp();
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", "sha256sum \"$1\" > /dev/null; times", "sh", root + "/content"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var times = shell.StandardOutput.ReadToEnd().Split('\n')[1].Split(' ');
        shell.WaitForExit();
        return (Stopwatch.GetElapsedTime(begin).TotalSeconds, times.Sum(Seconds));
    }

    private static double Seconds(string text)
    {
        var parts = text.TrimEnd('s').Split('m');
        return (60 * double.Parse(parts[0], CultureInfo.InvariantCulture)) + double.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);

    /// <summary>Seals the batches, and writes what they unpack to into one file; returns its length.</summary>
    private static long Make(string root, int sources)
    {
        Directory.CreateDirectory(root);
        using var content = File.Create(root + "/content");
        using var sealer = Sealer.Open(new LinuxDisk(), new SealerSetup
        {
            Archive = root + "/archive",
            Node = "node-1",
            NewOrigin = "bench",
            Batches = from => Enumerable.Range(0, Batches).SkipWhile(number => At(number) < from).Select(number => Batch(number, sources, new Random(number))),
            Analysed = () => new AnalysedCursor(0, SealContent.NoHash),
            Alarm = _ => { },
            EvidenceBytesMax = 16 << 20,
        });
        sealer.Close(At(Batches));
        foreach (var path in Directory.GetFiles(root + "/archive", "*.log.gz", SearchOption.AllDirectories))
        {
            using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(path), System.IO.Compression.CompressionMode.Decompress);
            gzip.CopyTo(content);
        }
        return content.Length;
    }

    private static ReceiveTime At(int batch) => ReceiveTime.From(Start.AddMilliseconds(batch * 100));

    private static SpoolBatch Batch(int number, int sources, Random random)
    {
        var records = new StoredRecord[RecordsABatch];
        for (var i = 0; i < records.Length; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"<134>1 2026-11-22T03:00:00.{random.Next(1000000):000000}Z fw{random.Next(4)}.example.jp kernel - - - action={(random.Next(5) == 0 ? "deny" : "allow")} proto=tcp src=198.51.100.{random.Next(256)} sport={random.Next(65536)} dst=192.0.2.{random.Next(256)} dport={random.Next(1024)} bytes_sent={random.Next(100000)} bytes_received={random.Next(1000000)} session={random.NextInt64():x16} policy=outbound-{random.Next(40)} user=u{random.Next(5000):00000} app=web-browsing category=research duration={random.Next(600)}");
            records[i] = new StoredRecord(((long)number * RecordsABatch) + i + 1, new RawRecord
            {
                ReceivedAt = At(number),
                Source = $"fw{random.Next(sources)}",
                Identity = SenderIdentity.Address,
                Via = "relp",
                Peer = "192.0.2.1:514",
                Payload = Encoding.ASCII.GetBytes(line),
            }, 0);
        }
        return new SpoolBatch(number + 1, At(number), records, []);
    }

    private sealed record Round(bool OursFirst, (double Wall, double Cpu) Sum, (double Wall, double Cpu) Verify);
}
