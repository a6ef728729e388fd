using System.Globalization;
using Xunit;
using Yagura.Archive.Spool;
using Yagura.Events;
using Yagura.Tests.Archive.Disk;

namespace Yagura.Tests.Archive.Spool;

/// <summary>Each case: batches of "session:letters" → the sequence that each record repeats, 0 for none.</summary>
public sealed class RepeatFinderTests
{
    [Theory]
    [InlineData("1:abcd 2:cdef", "0000 3400")] // the unacknowledged suffix, then new ones
    [InlineData("1:abcd 2:abcd", "0000 1234")] // nothing had been acknowledged
    [InlineData("1:abcd 2:bcx", "0000 000")] // in order, but not to the end of the tail
    [InlineData("1:abcd 2:dcba", "0000 4000")] // d alone is the tail's last
    [InlineData("1:abcd 2:xcd", "0000 000")] // only the first records of a session
    [InlineData("1:aa 1:aa", "00 00")] // equal lines of one unbroken session
    [InlineData("1:ab 2:ab 2:ab", "00 12 00")] // once repeated, no more
    [InlineData("1:abcd 2:b 2:c 2:d 2:d", "0000 2 3 4 0")] // batch by batch
    [InlineData("1:abcd 2:bc 3:cdef", "0000 23 3400")] // broken again while repeating
    [InlineData("1:ab 2:bcd 3:dcd", "00 200 500")] // the chain of sessions is one stream
    [InlineData("1:aaa 2:aab", "000 230")] // equal lines: the longest suffix that fits
    [InlineData("0:ab 0:ab", "00 00")] // UDP
    public void Repeats_are_the_first_records_that_equal_the_tail_of_a_broken_session(string sent, string repeats)
    {
        Assert.Equal(repeats, Run(new RepeatFinder(), sent));
    }

    [Fact]
    public void A_session_that_goes_on_in_the_same_batch_is_not_broken()
    {
        var finder = new RepeatFinder();
        Assert.Null(finder.Find([Of(1, 'a'), Of(1, 'b'), Of(2, 'b'), Of(1, 'c')], 1));
    }

    [Fact]
    public void A_session_closed_in_good_order_and_another_peer_or_listener_and_an_import_leave_nothing_to_repeat()
    {
        var finder = new RepeatFinder();
        finder.Find([Of(1, 'a'), Of(2, 'b')], 1);
        finder.SessionClosed(1);
        Assert.Null(finder.Find([Of(3, 'a')], 3));
        Assert.Null(finder.Find([Of(4, 'b') with { Peer = "192.0.2.9:1" }], 4));
        Assert.Null(finder.Find([Of(5, 'b') with { Via = "syslog-tcp" }], 5));
        Assert.Null(finder.Find([Of(6, 'b') with { Lane = Lane.Import }], 6));
        Assert.NotNull(finder.Find([Of(7, 'b') with { Peer = "192.0.2.1:65000" }], 7));
    }

    [Fact]
    public void A_tail_longer_than_the_window_repeats_only_the_window()
    {
        var finder = new RepeatFinder();
        var all = Enumerable.Range(0, RepeatFinder.WindowMax + 10).Select(i => SpoolTrial.Record("line " + i) with { Session = 1 }).ToList();
        Assert.Null(finder.Find(all, 1));
        var again = all.Skip(10).Select(record => record with { Session = 2 }).ToList();
        Assert.Equal(Enumerable.Range(11, RepeatFinder.WindowMax).Select(i => (long)i), finder.Find(again, all.Count + 1));
    }

    [Fact]
    public void Sessions_are_bounded_and_the_one_silent_for_longest_is_forgotten()
    {
        var finder = new RepeatFinder();
        for (var i = 1; i <= RepeatFinder.SessionsMax + 1; i++) finder.Find([Of(i, 'a') with { Peer = "peer-" + i.ToString(CultureInfo.InvariantCulture) }], i);
        Assert.Null(finder.Find([Of(-1, 'a') with { Peer = "peer-1" }], 5000));
        Assert.NotNull(finder.Find([Of(-2, 'a') with { Peer = "peer-1000" }], 5001));
    }

    [Fact]
    public void Repeats_are_found_over_a_kill_of_the_server_and_in_the_middle_of_a_repetition()
    {
        var disk = new FaultDisk();
        Assert.Equal(["0000"], Commit(disk, 0, "1:abcd"));
        disk = disk.Restart(Survival.Each[0]);
        Assert.Equal(["2", "3"], Commit(disk, 10, "2:b 2:c"));
        disk = disk.Restart(Survival.Each[0]);
        Assert.Equal(["3400"], Commit(disk, 20, "3:cdef"));
    }

    [Fact]
    public void Fingerprints_differ_for_every_single_bit_and_for_zeros_at_the_end()
    {
        var fingerprint = Fingerprint.WithRandomKey();
        var seen = new HashSet<ulong>();
        for (var length = 0; length < 40; length++)
        {
            var bytes = new byte[length];
            Assert.True(seen.Add(fingerprint.Of(bytes)));
            for (var bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(seen.Add(fingerprint.Of(bytes)));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    private static string[] Commit(FaultDisk disk, int seconds, string sent)
    {
        using var spool = RecordSpool.Open(disk, SpoolTrial.Folder, SpoolTrial.Small, new ReceiveTime(SpoolTrial.Start.UtcTicks + seconds * TimeSpan.TicksPerSecond));
        return sent.Split(' ').Select(batch => string.Concat(spool.Commit(Batch(batch), [], SpoolTrial.Start).Records.Select(record => record.Repeats))).ToArray();
    }

    private static string Run(RepeatFinder finder, string sent)
    {
        var sequence = 1L;
        var found = new List<string>();
        foreach (var batch in sent.Split(' ').Select(Batch))
        {
            found.Add(string.Concat(finder.Find(batch, sequence) ?? new long[batch.Count]));
            sequence += batch.Count;
        }
        return string.Join(' ', found);
    }

    private static List<RawRecord> Batch(string text) => text[(text.IndexOf(':') + 1)..].Select(letter => Of(long.Parse(text.AsSpan(0, text.IndexOf(':'))), letter)).ToList();

    private static RawRecord Of(long session, char letter) => SpoolTrial.Record(letter.ToString()) with { Session = session };
}
