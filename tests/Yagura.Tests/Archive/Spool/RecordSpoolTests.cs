using System.Text;
using Xunit;
using Yagura.Archive;
using Yagura.Archive.Disk;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Tests.Archive.Disk;

namespace Yagura.Tests.Archive.Spool;

public sealed class RecordSpoolTests
{
    private static readonly ReceiveTime Start = SpoolTrial.Start;

    [Fact]
    public void Every_member_of_records_and_notes_comes_back_after_a_restart()
    {
        var disk = new FaultDisk();
        var full = new RawRecord
        {
            ReceivedAt = After(1), Source = "fw1", Identity = SenderIdentity.Certificate, Via = "syslog-tls", Peer = "[2001:db8::1]:6514", Lane = Lane.Resend,
            Gap = "gap-1", CutFrom = 5_000_000_000, Session = -7, Transaction = 9, EventCount = 12, Payload = new byte[] { 0, 255, 10, 13, 0xE3, 0x81 },
        };
        var bare = SpoolTrial.Record("") with { Lane = Lane.Import, Peer = "ログ.txt" };
        SpoolNote[] notes =
        [
            new AliveNote(After(1)), new StoppedNote(After(2)), new DownNote(After(3), After(4), DownReason.Crashed), new DamagedNote(3, 9, After(1), After(2), "spool-damage"),
            new LossNote(After(5), "syslog-udp", "kernel-drop", 17), new LossNote(After(5), "fw1", "rate", null), new ClockNote(After(6), -1.2345678m, Synchronised: true),
        ];
        SpoolBatch written;
        using (var spool = Open(disk, 0)) written = spool.Commit([full, bare], notes, After(7));
        using var reopened = Open(disk, 8);
        var read = reopened.ReadBatches(written.Number - 1).First();
        Assert.Equal(notes, read.Notes);
        Assert.Equal(written.CommittedAt, read.CommittedAt);
        Assert.Equal([1L, 2L], read.Records.Select(record => record.Sequence));
        Assert.Equal(full.Payload.ToArray(), read.Records[0].Record.Payload.ToArray());
        Assert.Equal(full with { Payload = default }, read.Records[0].Record with { Payload = default });
        Assert.Equal(bare with { Payload = default }, read.Records[1].Record with { Payload = default });
    }

    [Fact]
    public void The_first_start_was_never_down_and_a_crash_and_a_stop_are_told_apart()
    {
        var disk = new FaultDisk();
        using (var first = Open(disk, 0))
        {
            Assert.Empty(Downs(first));
            first.Commit([], [new AliveNote(After(10))], After(10));
        }
        using (var second = Open(disk, 15))
        {
            Assert.Equal([new DownNote(After(10), After(15), DownReason.Crashed)], Downs(second));
            second.CommitStopped(After(20));
        }
        using var third = Open(disk, 80);
        Assert.Equal(new DownNote(After(20), After(80), DownReason.Stopped), Downs(third)[^1]);
    }

    [Fact]
    public void An_import_on_a_stopped_servers_folder_does_not_shorten_the_time_it_was_down()
    {
        var disk = new FaultDisk();
        using (var server = Open(disk, 0)) server.CommitStopped(After(5));
        using (var import = RecordSpool.Open(disk, SpoolTrial.Folder, SpoolSettings.OfflineImport, After(30)))
            import.Commit([SpoolTrial.Record("old line") with { Lane = Lane.Import }], [], After(31));
        using var again = Open(disk, 60);
        Assert.Equal([new DownNote(After(5), After(60), DownReason.Stopped)], Downs(again));
    }

    [Fact]
    public void A_clock_set_back_keeps_commit_times_rising_and_is_written_down_at_the_start()
    {
        var disk = new FaultDisk();
        using (var first = Open(disk, 100))
        {
            var one = first.Commit([], [], After(200));
            Assert.Equal(one.CommittedAt.UtcTicks + 1, first.Commit([], [], After(50)).CommittedAt.UtcTicks);
        }
        using var second = Open(disk, 40);
        var notes = second.ReadBatches(second.LastBatch - 1).Single().Notes;
        Assert.Contains(new DownNote(After(100), After(100), DownReason.Crashed), notes);
        Assert.Contains(new ClockNote(After(40), -60m, Synchronised: false), notes);
    }

    [Fact]
    public void A_damaged_batch_before_a_whole_one_is_named_once_and_its_file_is_kept()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 4; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        Flip(disk, File(1), 4096 * 3 + 100); // the second of the four: the start's own batch stands before them
        using (var damaged = Open(disk, 10))
        {
            var note = new DamagedNote(2, 2, After(1), After(3), "spool-damage");
            Assert.Equal([note], damaged.Recovery.Damage);
            Assert.Contains(note, damaged.ReadBatches(damaged.LastBatch - 1).Single().Notes);
            Assert.Equal([1L, 3L, 4L], damaged.ReadFrom(1).Select(record => record.Sequence));
            Assert.Equal(5, damaged.Commit([SpoolTrial.Record("next")], [], After(11)).Records[0].Sequence);
        }
        using var after = Open(disk, 20);
        Assert.Empty(after.Recovery.Damage);
        after.DeleteFilesBelow(After(15));
        Assert.Contains("0000000001.spool.damaged", disk.List(SpoolTrial.Folder));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(SpoolFormat.BatchBytesMax - SpoolFormat.PageBytes)]
    [InlineData(2 * SpoolFormat.PageBytes)]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_length_that_lies_is_damage_and_never_read(int length)
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 4; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        using (var file = disk.OpenWrite(File(1)))
        {
            // A header whose own check sum is right: only its length is not true.
            var header = new byte[BatchHeader.Bytes];
            file.Read(4096 * 3, header);
            (BatchHeader.Read(header)!.Value with { ContentBytes = length }).Write(header);
            file.Write(4096 * 3, header);
            file.SyncData();
        }
        using var damaged = Open(disk, 10);
        Assert.Equal([new DamagedNote(2, 2, After(1), After(3), "spool-damage")], damaged.Recovery.Damage);
        Assert.Equal([1L, 3L, 4L], damaged.ReadFrom(1).Select(record => record.Sequence));
    }

    [Fact]
    public void A_bad_last_batch_was_never_acknowledged_and_is_cut()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 2; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        Flip(disk, File(1), 4096 * 3 + 100);
        using var reopened = Open(disk, 10);
        Assert.Empty(reopened.Recovery.Damage);
        Assert.Equal(4096, reopened.Recovery.BytesCut);
        Assert.Equal([1L], reopened.ReadFrom(1).Select(record => record.Sequence));
    }

    [Fact]
    public void A_batch_that_rots_while_the_server_runs_stops_its_readers_and_is_named_by_the_next_start()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 3; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
            Flip(disk, File(1), 4096 * 3 + 100);
            var damaged = Assert.Throws<SpoolDamagedException>(() => spool.ReadFrom(1).ToList());
            Assert.Equal((File(1), 4096 * 3L), (damaged.Path, damaged.Offset));
        }
        using var next = Open(disk, 10);
        Assert.Equal([new DamagedNote(2, 2, After(1), After(3), "spool-damage")], next.Recovery.Damage);
    }

    [Fact]
    public void A_file_of_which_nothing_is_left_is_put_aside_with_those_that_are_sealed_and_not_reported_again()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 2; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        Flip(disk, File(1), 4096 + 70);
        Flip(disk, File(1), 4096 * 2 + 100);
        using (var next = Open(disk, 10))
        {
            Assert.Single(next.Recovery.Damage);
            for (var i = 11; i <= 40; i++) next.Commit([SpoolTrial.Record("line " + i)], [], After(i));
            next.DeleteFilesBelow(After(39));
        }
        Assert.Contains("0000000001.spool.damaged", disk.List(SpoolTrial.Folder));
        using var last = Open(disk, 50);
        Assert.Empty(last.Recovery.Damage);
    }

    [Fact]
    public void Damage_at_the_beginning_of_the_oldest_file_does_not_stop_its_readers()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 3; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        Flip(disk, File(1), 4096 + 70);
        Flip(disk, File(1), 4096 * 2 + 100);
        using var next = Open(disk, 10);
        Assert.Equal((1L, 1L), (next.FirstBatch, next.FirstSequence));
        Assert.Equal([2L, 3L], next.ReadFrom(1).Select(record => record.Sequence));
        Assert.Equal(3, next.ReadBatches(0).First().Number);
    }

    [Fact]
    public void A_spool_file_whose_first_page_rots_is_still_read_and_a_missing_one_is_a_hole()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            for (var i = 1; i <= 12; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        }
        Flip(disk, File(2), 30);
        using (var reopened = Open(disk, 20))
        {
            Assert.Empty(reopened.Recovery.Damage);
            Assert.Equal(12, reopened.ReadFrom(1).Count());
        }
        disk.Delete(File(2));
        using var hole = Open(disk, 30);
        var damage = Assert.Single(hole.Recovery.Damage);
        Assert.Equal(12 - (damage.Last - damage.First + 1), hole.ReadFrom(1).Count());
    }

    [Fact]
    public void A_second_failure_halts_the_spool_until_it_is_opened_again()
    {
        var disk = new FaultDisk();
        using var spool = Open(disk, 0);
        spool.Commit([SpoolTrial.Record("kept")], [], After(1));
        disk.Fails = (_, _) => 28;
        Assert.Throws<SpoolHaltedException>(() => spool.Commit([SpoolTrial.Record("refused")], [], After(2)));
        disk.Fails = (_, _) => 0;
        Assert.Throws<SpoolHaltedException>(() => spool.Commit([SpoolTrial.Record("still refused")], [], After(3)));
        Assert.Equal([1L], spool.ReadFrom(1).Select(record => record.Sequence));
        using var resumed = Open(disk, 4);
        Assert.Null(resumed.Halted);
        Assert.Equal(DownReason.Crashed, Downs(resumed)[^1].Reason);
    }

    [Fact]
    public void A_failed_sync_moves_the_batch_to_a_new_file_and_the_run_goes_on()
    {
        var disk = new FaultDisk();
        using var spool = Open(disk, 0);
        var failed = false;
        disk.Fails = (_, call) => call == "fdatasync" && !failed && (failed = true) ? 5 : 0;
        spool.Commit([SpoolTrial.Record("moved")], [], After(1));
        spool.Commit([SpoolTrial.Record("next")], [], After(2));
        Assert.Equal(["moved", "next"], spool.ReadFrom(1).Select(record => Encoding.UTF8.GetString(record.Record.Payload.Span)));
        Assert.Equal(2, disk.List(SpoolTrial.Folder).Count);
    }

    [Fact]
    public void Deleted_files_are_whole_and_sealed_and_a_reader_behind_them_is_told_so()
    {
        var disk = new FaultDisk();
        using var spool = Open(disk, 0);
        for (var i = 1; i <= 40; i++) spool.Commit([SpoolTrial.Record("line " + i)], [], After(i));
        var passed = spool.ReadBatches(0);
        Assert.Equal(0, spool.DeleteFilesBelow(After(0)));
        Assert.True(spool.DeleteFilesBelow(After(20)) > 0);
        Assert.InRange(spool.FirstSequence, 2, 20);
        Assert.Throws<SpoolPassedException>(() => spool.ReadFrom(spool.FirstSequence - 1).First());
        Assert.Throws<SpoolPassedException>(() => passed.ToList());
        spool.DeleteFilesBelow(After(1000));
        Assert.NotEmpty(spool.ReadFrom(spool.FirstSequence));
        Assert.Equal(2, disk.List(SpoolTrial.Folder).Count); // so a start reads no more than two files of sealed content
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_the_commit_and_by_nothing_before_it()
    {
        using var spool = Open(new FaultDisk(), 0);
        var waiting = spool.WaitForMore(0, CancellationToken.None);
        spool.Commit([], [new AliveNote(After(1))], After(1));
        Assert.False(waiting.IsCompleted);
        spool.Commit([SpoolTrial.Record("one")], [], After(2));
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        await spool.WaitForMore(0, CancellationToken.None);
    }

    [Fact]
    public void A_batch_that_was_prepared_beside_a_sync_is_written_behind_it_and_carries_its_numbers_on()
    {
        var disk = new FaultDisk();
        using (var spool = Open(disk, 0))
        {
            var first = spool.Prepare([SpoolTrial.Record("one"), SpoolTrial.Record("two")], []);
            var second = spool.Prepare([SpoolTrial.Record("three")], []);
            Assert.Throws<InvariantException>(() => spool.Prepare([SpoolTrial.Record("four")], []));
            Assert.Throws<InvariantException>(() => spool.Commit(second, After(1)));
            Assert.Equal(0, spool.LastSequence);
            Assert.Equal([1L, 2L], spool.Commit(first, After(1)).Records.Select(record => record.Sequence));
            Assert.Equal([3L], spool.Commit(second, After(1)).Records.Select(record => record.Sequence));
        }
        using var again = Open(disk, 2);
        Assert.Equal(["one", "two", "three"], again.ReadFrom(1).ToList().Select(record => Encoding.UTF8.GetString(record.Record.Payload.Span)));
    }

    [Fact]
    public async Task Readers_beside_the_writer_see_every_record_once_in_order_on_a_real_disk()
    {
        var folder = Directory.CreateTempSubdirectory("yagura-spool-").FullName;
        try
        {
            using var spool = RecordSpool.Open(new LinuxDisk(), folder, new SpoolSettings(SpoolUse.Server, 64 * 1024), Start);
            var reader = Task.Run(async () =>
            {
                var next = 1L;
                while (next <= 600)
                {
                    await spool.WaitForMore(next - 1, CancellationToken.None);
                    foreach (var record in spool.ReadFrom(next)) Assert.Equal(next++, record.Sequence);
                }
            });
            for (var i = 0; i < 200; i++) spool.Commit(Enumerable.Range(0, 3).Select(k => SpoolTrial.Record($"line {i} {k}")).ToList(), [], After(i));
            await reader.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_batch_larger_than_a_file_gets_a_file_of_its_own_and_a_name_too_long_is_refused_without_a_trace()
    {
        var disk = new FaultDisk();
        using var spool = Open(disk, 0);
        spool.Commit([SpoolTrial.Record(new string('x', 200_000))], [], After(1));
        Assert.Throws<ArgumentException>(() => spool.Commit([SpoolTrial.Record("x") with { Peer = new string('p', 70_000) }], [], After(2)));
        Assert.Equal(2, spool.Commit([SpoolTrial.Record("y")], [], After(3)).Records[0].Sequence);
        using var reopened = Open(disk, 4);
        Assert.Equal(200_000, reopened.ReadFrom(1).First().Record.Payload.Length);
    }

    private static RecordSpool Open(FaultDisk disk, int seconds) => RecordSpool.Open(disk, SpoolTrial.Folder, SpoolTrial.Small, After(seconds));

    private static ReceiveTime After(int seconds) => new(Start.UtcTicks + seconds * TimeSpan.TicksPerSecond);

    private static List<DownNote> Downs(RecordSpool spool) => spool.ReadBatches(spool.FirstBatch - 1).SelectMany(batch => batch.Notes).OfType<DownNote>().ToList();

    private static string File(int number) => Path.Combine(SpoolTrial.Folder, number.ToString("D10") + ".spool");

    private static void Flip(FaultDisk disk, string path, long offset)
    {
        using var file = disk.OpenWrite(path);
        Span<byte> one = stackalloc byte[1];
        file.Read(offset, one);
        one[0] ^= 1;
        file.Write(offset, one);
        file.SyncData();
    }
}
