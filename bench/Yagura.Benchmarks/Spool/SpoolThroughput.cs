using System.Diagnostics;
using System.Globalization;
using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;

namespace Yagura.Benchmarks.Spool;

/// <summary>What a record costs in the spool: encoding alone, with the search for repeats, committed to a real folder, read back.</summary>
internal static class SpoolThroughput
{
    private const int RecordsPerBatch = 4000;
    private const int PayloadBytes = 400;
    private const int Rounds = 100;

    internal static void Run(TextWriter output)
    {
        var records = Records(session: 1);
        Encode(records);
        Report(output, "encode and CRC, one core", Rounds, () => Encode(records));
        var finder = new RepeatFinder();
        var sequence = 1L;
        Report(output, "search for repeats, one core", Rounds, () =>
        {
            finder.Find(records, sequence);
            sequence += records.Count;
        });
        Folder(output, records);
    }

    private static readonly BatchWriter Writer = new();

    private static void Encode(List<RawRecord> records)
    {
        Writer.Encode(records, null, []);
        Writer.Seal(1, ChainPoint.Start, 1, records.Count, 0);
    }

    private static void Folder(TextWriter output, List<RawRecord> records)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-bench-").FullName;
        try
        {
            using var spool = RecordSpool.Open(new LinuxDisk(), folder, SpoolSettings.Server, new ReceiveTime(1));
            Report(output, "commit to a folder, write and sync", Rounds, () => spool.Commit(records, [], new ReceiveTime(1)));
            Report(output, "read back and decode", 1, () =>
            {
                var read = spool.ReadFrom(1).Count();
                if (read != Rounds * RecordsPerBatch) throw new InvalidOperationException($"{read} records read");
            });
            Report(output, "commit of one record, write and sync", -200, () => spool.Commit([records[0]], [], new ReceiveTime(1)));
            spool.Dispose();
            var start = Stopwatch.GetTimestamp();
            using var reopened = RecordSpool.Open(new LinuxDisk(), folder, SpoolSettings.Server, new ReceiveTime(1));
            output.WriteLine($"recovery of {reopened.LastSequence} unsealed records: {Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Rounds below zero: single records.
    private static void Report(TextWriter output, string what, int rounds, Action round)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Math.Abs(rounds); i++) round();
        var wall = Stopwatch.GetElapsedTime(start);
        var spent = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        var records = rounds < 0 ? -rounds : (double)Rounds * RecordsPerBatch;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {records / wall.TotalSeconds:N0} records/s, {records / spent.TotalSeconds:N0} records/CPU-s, {(GC.GetAllocatedBytesForCurrentThread() - allocated) / records:F1} bytes allocated a record"));
    }

    private static List<RawRecord> Records(long session)
    {
        var random = new Random(1);
        var records = new List<RawRecord>();
        for (var i = 0; i < RecordsPerBatch; i++)
        {
            records.Add(new RawRecord
            {
                ReceivedAt = new ReceiveTime(i), Source = "fw1", Identity = SenderIdentity.Address, Via = "relp", Peer = "192.0.2.1:40514",
                Session = session, Transaction = i, Payload = Encoding.ASCII.GetBytes($"<134>1 2026-11-22T03:00:00Z fw1.example.jp - {random.Next()} ".PadRight(PayloadBytes, 'x')),
            });
        }
        return records;
    }
}
