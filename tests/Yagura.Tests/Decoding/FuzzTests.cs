using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;
using Yagura.Decoding;
using Yagura.Tests.Archive;

namespace Yagura.Tests.Decoding;

/// <summary>Bad lines by the thousand, made of the decoders' samples and, where they are, of lines of real devices: none breaks a decoder, none holds it up.</summary>
/// <remarks>
/// The same lines come every time; each is made from the seed and its number alone, so that one that fails can be made again: <c>YAGURA_FUZZ_SEED</c> begins elsewhere.
/// </remarks>
public sealed class FuzzTests
{
    private const int UsualSeed = 20261128;

    /// <summary>Most processor time of the thread for a line that is read whole, and for any line.</summary>
    private static readonly TimeSpan ShortMax = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan AnyMax = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a slow line is tried again: the compiler may not have come to it yet, and the machine may be busy.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(20);

    /// <summary>Where a line that fails is kept, to be looked at.</summary>
    private static readonly string Kept = Path.Combine(AppContext.BaseDirectory, "failed-line.bin");

    private readonly Lines lines = new();
    private readonly ArrayBufferWriter<byte> json = new();
    private readonly byte[][] good = [.. Lines.All.Definitions.SelectMany(one => one.Samples).Select(sample => Encoding.UTF8.GetBytes(sample.Line)), .. FixtureLines()];
    private readonly SourceContext plain = new(decoder: null, SourceContext.DefaultZone);
    private readonly SourceContext[] hinted = [.. Lines.All.Ids.Select(id => new SourceContext(id, SourceContext.DefaultZone))];

    [Fact]
    public async Task Mutated_lines_never_break_a_decoder_and_never_take_long()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("YAGURA_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : UsualSeed;
        var budget = Soak.Length(TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("CI") == "true" ? 60 : 15));
        for (var round = 0; round < 40; round++)
        {
            foreach (var line in good)
                Decode(line, plain);
        }

        var began = TimeProvider.System.GetTimestamp();
        var slowest = TimeSpan.Zero;
        var number = 0;
        for (; TimeProvider.System.GetElapsedTime(began) < budget; number++)
        {
            var random = new Random(seed + number);
            var line = LineMutator.Mutate(good[random.Next(good.Length)], good[random.Next(good.Length)], random);
            var context = random.Next(3) == 0 ? hinted[random.Next(hinted.Length)] : plain;
            var what = $"YAGURA_FUZZ_SEED={seed + number}, {line.Length} bytes, hint {context.Decoder ?? "none"}: {Beginning(line)}";
            var taken = TimeSpan.Zero;
            var isWellFormed = false;
            var thrown = Record.Exception(() =>
            {
                taken = Timed(line, context, what);
                isWellFormed = IsWellFormed(line, context);
            });
            if (thrown is not null || !isWellFormed)
                await File.WriteAllBytesAsync(Kept, line, TestContext.Current.CancellationToken);
            Assert.True(thrown is null, $"{what} (in {Kept}): {thrown}");
            Assert.True(isWellFormed, $"no valid JSON: {what} (in {Kept})");
            slowest = Max(slowest, taken);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {number} lines, the slowest took {slowest.TotalMicroseconds:F0} µs of the thread");
        Assert.True(number > 100, $"only {number} lines in {budget}");
    }

    /// <summary>What is known to be hard: long, deep, repeated, and what makes a pattern look again and again.</summary>
    [Theory]
    [InlineData("", "{\"a\":1,", "")]
    [InlineData("", "{\"a\":[", "")]
    [InlineData("{\"a\":[", "1,", "1]}")]
    [InlineData("{", "\"a\":1,", "\"b\":2}")]
    [InlineData("{\"a\":\"", "\\u0041", "\"}")]
    [InlineData("{\"a\":\"", "\\\\", "\"}")]
    [InlineData("[", "{\"a\":1},", "{\"a\":2}]")]
    [InlineData("<135>Jul  4 10:20:49 h1 suricata[5885]: {\"timestamp\":\"2025-07-04T10:20:49.851353+0000\",\"x\":[", "\"d\",", "\"d\"],\"event_type\":\"http\",\"src_ip\":\"192.0.2.1\"}")]
    [InlineData("{\"Event\":{\"System\":{\"EventID\":7,\"Channel\":\"a\",\"Provider\":{\"Name\"", "ame\"", "")]
    [InlineData("2026-11-22 12:00:00 203.0.113.30:52234 TLS Error: ", " from [", "")]
    [InlineData("<29>Nov 22 12:00:00 vpn1 openvpn[7]: ", "a b ", "")]
    [InlineData("Nov 22 12:00:00 h1 sshd[9]: Failed password for ", " from ", "")]
    [InlineData("date=2026-11-22 time=12:00:00 devname=\"FG1\" logid=\"0000000013\" ", "a=b ", "")]
    [InlineData("<134>1 2026-11-22T03:00:00Z fw1 app 1 id [a b=\"", "x\" b=\"", "\"] text")]
    [InlineData("<134>1 2026-11-22T03:00:00Z fw1 app 1 id [", "a", " b=\"1\" c=\"2\"] text")]
    [InlineData("CEF:0|Example|Box|1|1|n|5|", "cs1=a cs1Label=b ", "")]
    [InlineData("CEF:0|Example|Box|1|1|n|5|cs4=", "4=", "")]
    [InlineData("<164>fenotify-92.alert: CEF:0|Trellix|eMPS|10.0|MO|malware-object|7|suser=a@example.net duser=", ",", "")]
    [InlineData("CEF:0|Example|Box|1|1|n|5|cs4=", "= ", "")]
    [InlineData("LEEF:2.0|Example|Box|1|1|x09|", "a=b\t", "")]
    [InlineData("LEEF:2.0|Example|Box|1|1|s|", "shd[n ", "")]
    [InlineData("<Event>", "<a b='1'>", "")]
    [InlineData("<Event>", "<a>1</a>", "</Event>")]
    [InlineData("Nov 22 12:00:00 h1 x: ", " ", "")]
    [InlineData("", "<1>", "")]
    [InlineData("", "1 ", "")]
    [InlineData("", ": ", "")]
    [InlineData("Security Microsoft-Windows-Security-Auditing Account Name: ", "Account Name:", "")]
    public void Hostile_lines_take_less_than_they_may(string begin, string piece, string end)
    {
        foreach (var length in new[] { LineMutator.Short, LineMutator.Long })
        {
            var times = (length - begin.Length - end.Length) / piece.Length;
            var line = Encoding.UTF8.GetBytes(begin + string.Concat(Enumerable.Repeat(piece, times)) + end);
            Timed(line, plain, $"{length} bytes of {begin}{piece}…");
            Assert.True(IsWellFormed(line, plain));
        }
    }

    /// <summary>A hint that looks for pairs where there are none looks at every word, in both readings of the line.</summary>
    [Fact]
    public void Words_without_a_sign_take_less_than_they_may()
    {
        var line = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<166>Jan  5 08:52:35 192.0.2.7 %ASA-6-302013: Built inbound TCP connection 212806054 for outside:", LineMutator.Long / 97)));
        Timed(line, new SourceContext("generic/kv", SourceContext.DefaultZone), "words without a sign");
    }

    /// <summary>Short values in lists in lists, each of which would be gone through again for each depth.</summary>
    [Theory]
    [InlineData("{\"arrayValue\":{\"values\":[", "{\"intValue\":1},")]
    [InlineData("{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":", "{\"intValue\":1}},{\"key\":\"b\",\"value\":")]
    public void Lists_in_lists_take_less_than_they_may(string list, string piece)
    {
        var begin = "{\"timeUnixNano\":\"1772672292000000000\",\"severityText\":\"INFO\",\"body\":{\"kvlistValue\":{\"values\":[{\"key\":\"a\",\"value\":" + string.Concat(Enumerable.Repeat(list, 50));
        Timed(Encoding.UTF8.GetBytes(begin + string.Concat(Enumerable.Repeat(piece, (LineMutator.Long - begin.Length) / piece.Length))), plain, $"{list}{piece}…");
    }

    /// <summary>The processor time of the slowest item of a line; fails when it is too long again and again.</summary>
    private TimeSpan Timed(byte[] line, SourceContext context, string what)
    {
        var most = line.Length <= LineMutator.Short ? ShortMax : AnyMax;
        var began = TimeProvider.System.GetTimestamp();
        var taken = Decode(line, context);
        while (taken > most && TimeProvider.System.GetElapsedTime(began) < SecondLook)
        {
            var again = Decode(line, context);
            taken = again < taken ? again : taken;
        }

        Assert.True(taken <= most, $"{taken.TotalMicroseconds:F0} µs of the thread, at most {most.TotalMicroseconds:F0} are allowed: {what}");
        return taken;
    }

    private TimeSpan Decode(byte[] line, SourceContext context)
    {
        var record = Lines.Record(line);
        var slowest = TimeSpan.Zero;
        var before = ThreadTime.Now;
        lines.Decoder.Begin(record, context);
        bool more;
        do
        {
            more = lines.Decoder.Next(lines.Target);
            var after = ThreadTime.Now;
            slowest = Max(slowest, after - before);
            before = after;
        }
        while (more);
        return slowest;
    }

    private bool IsWellFormed(byte[] line, SourceContext context)
    {
        if (!lines.Decoder.Decode(Lines.Record(line), context, lines.Target))
            return true;
        json.ResetWrittenCount();
        EventJson.WriteFields(lines.Target, json);
        using var parsed = JsonDocument.Parse(json.WrittenMemory);
        return parsed.RootElement.ValueKind == JsonValueKind.Object;
    }

    /// <summary>Lines of the fixtures; none where they are not.</summary>
    private static IEnumerable<byte[]> FixtureLines()
    {
        var folder = TestData.SharedOrNull("fixtures");
        return folder is null ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => !file.Contains("LICENSES", StringComparison.Ordinal))
            .SelectMany(file => File.ReadAllText(file, Encoding.Latin1).Split('\n')).Where(line => line.Length > 0).Select(Encoding.Latin1.GetBytes);
    }

    private static string Beginning(byte[] line) => Encoding.Latin1.GetString(line, 0, Math.Min(line.Length, 200));

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
