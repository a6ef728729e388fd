using System.Buffers;
using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Archive.Seal;
using Yagura.Events;

namespace Yagura.Tests.Archive.Seal;

public class EvidenceLineTests
{
    private static string Write(StoredRecord stored)
    {
        var into = new ArrayBufferWriter<byte>();
        new EvidenceLine().Write(stored, into);
        return Encoding.UTF8.GetString(into.WrittenSpan);
    }

    private static StoredRecord Sample(byte[] payload) => new(1, SampleArchive.Record(600.0001234, "fw1", payload), 0);

    [Fact]
    public void A_line_has_the_documented_keys_in_order_and_no_spaces() =>
        Assert.Equal(
            """{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"192.0.2.1:514","raw":"<134>1 \"a\\b\" 日本"}""" + "\n",
            Write(Sample("<134>1 \"a\\b\" 日本"u8.ToArray()) with { Record = Sample("<134>1 \"a\\b\" 日本"u8.ToArray()).Record with { ReceivedAt = new ReceiveTime(new DateTime(2026, 11, 22, 3, 0, 0, DateTimeKind.Utc).Ticks + 1234) } }));

    [Fact]
    public void Optional_members_stand_before_raw_in_their_order()
    {
        var record = Sample("x"u8.ToArray()).Record with { Lane = Lane.Resend, Gap = "gap-1", CutFrom = 5000 };
        Assert.Contains(""","peer":"192.0.2.1:514","lane":"resend","gap":"gap-1","repeats":7,"cut":5000,"raw":"x"}""", Write(new StoredRecord(9, record, 7)), StringComparison.Ordinal);
    }

    private static readonly byte[][] Payloads =
    [
        [],
        [0],
        [0x7f],
        [.. Enumerable.Range(0, 256).Select(code => (byte)code)],
        [.. Enumerable.Range(0, 128).Select(code => (byte)code)],
        "\"\\\b\t\n\f\r/"u8.ToArray(),
        [0xc0, 0xaf],
        [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        "\u2028\u2029\u202e 櫓 \U0001F5FC"u8.ToArray(),
        [.. Enumerable.Repeat((byte)'"', 100_000)],
    ];

    public static TheoryData<int> EveryPayload() => [.. Enumerable.Range(0, Payloads.Length)];

    [Theory]
    [MemberData(nameof(EveryPayload))]
    public void A_payload_of_any_bytes_comes_back_exactly(int sample)
    {
        var payload = Payloads[sample];
        var line = Write(Sample(payload));
        using var json = JsonDocument.Parse(line);
        var bytes = json.RootElement.TryGetProperty("raw", out var raw) ? Encoding.UTF8.GetBytes(raw.GetString()!) : json.RootElement.GetProperty("raw64").GetBytesFromBase64();
        Assert.Equal(payload, bytes);
        Assert.True(EvidenceReading.TryRead(Encoding.UTF8.GetBytes(line.TrimEnd('\n')), out var back));
        Assert.Equal(payload, back.Record.Payload.ToArray());
        Assert.Equal(line, Write(back));
        Assert.Equal(1, line.Count(character => character == '\n'));
    }

    [Fact]
    public void Random_records_survive_writing_and_reading()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 2_000; round++)
        {
            var payload = new byte[random.Next(0, 200)];
            random.NextBytes(payload);
            var stored = new StoredRecord(random.NextInt64(1, long.MaxValue), SampleArchive.Record(random.NextDouble() * 1e6, "s" + random.Next(), payload) with
            {
                Peer = new string([.. Enumerable.Range(0, random.Next(0, 20)).Select(_ => (char)random.Next(0, 0xd800))]),
                Lane = (Lane)random.Next(0, 3),
                Identity = (SenderIdentity)random.Next(0, 5),
                Gap = random.Next(2) == 0 ? null : "g\"\\" + random.Next(),
                CutFrom = random.Next(2) * random.Next(1, 9999),
            }, random.Next(2) * random.NextInt64(1, long.MaxValue));
            var line = Write(stored);
            Assert.True(EvidenceReading.TryRead(Encoding.UTF8.GetBytes(line.TrimEnd('\n')), out var back));
            Assert.Equal(line, Write(back));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"seq":0,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"seq":01,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"seq":1,"at":"2026-11-31T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"seq":1, "at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"at":"2026-11-22T03:00:00.0001234Z","seq":1,"src":"fw1","id":"address","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"guess","via":"relp","peer":"","raw":""}""")]
    [InlineData("""{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw":"\x"}""")]
    [InlineData("""{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"\""")]
    [InlineData("{\"seq\":1,\"at\":\"2026-11-22T03:00:00.0001234Z\",\"src\":\"fw1\",\"id\":\"address\",\"via\":\"relp\",\"peer\":\"\",\"raw\":\"")]
    [InlineData("""{"seq":1,"at":"2026-11-22T03:00:00.0001234Z","src":"fw1","id":"address","via":"relp","peer":"","raw64":"?"}""")]
    public void Any_other_form_is_refused(string line) =>
        Assert.False(EvidenceReading.TryRead(Encoding.UTF8.GetBytes(line), out _));
}
