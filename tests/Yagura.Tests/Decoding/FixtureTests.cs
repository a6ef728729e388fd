using System.Globalization;
using System.Text;
using Xunit;
using Yagura.Decoding;

namespace Yagura.Tests.Decoding;

/// <summary>Lines of real devices that stand outside the repository: the share that is decoded may only rise.</summary>
/// <remarks><c>fixture-shares.txt</c> holds <c>vendor percent</c> a line: the least share of lines with status ok.</remarks>
public sealed class FixtureTests
{
    [Fact]
    public void The_share_of_decoded_lines_does_not_fall()
    {
        var folder = TestData.Shared("fixtures");
        var least = File.ReadAllLines(Path.Combine(TestData.Root, "tests", "Yagura.Tests", "Decoding", "fixture-shares.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var report = new StringBuilder();
        var fallen = new List<string>();
        foreach (var vendor in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => name != "LICENSES").Order(StringComparer.Ordinal))
        {
            var (counts, decoders) = Count(Path.Combine(folder, vendor));
            var total = counts.Ok + counts.Partial + counts.Failed;
            var share = total == 0 ? 0 : (int)(100 * counts.Ok / total);
            report.AppendLine(CultureInfo.InvariantCulture, $"{vendor} {share} % ok of {total}: ok {counts.Ok}, partial {counts.Partial}, failed {counts.Failed}; {decoders}");
            if (share < least.GetValueOrDefault(vendor))
                fallen.Add($"{vendor}: {share} % now, {least[vendor]} % before");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(report.ToString());
        if (Environment.GetEnvironmentVariable("YAGURA_FIXTURE_REPORT") is { Length: > 0 } file)
            File.WriteAllText(file, report.ToString());
        Assert.True(fallen.Count == 0, string.Join("\n", fallen));
    }

    private static (ParseCounts Counts, string Decoders) Count(string folder)
    {
        var lines = new Lines();
        var counts = default(ParseCounts);
        var decoders = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var payload in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).SelectMany(file => Split(File.ReadAllBytes(file))))
        {
            lines.Decoder.Begin(Lines.Record(payload), lines.Context);
            while (lines.Decoder.Next(lines.Target))
            {
                counts = counts.With(lines.Decoder.Status);
                var id = lines.Decoder.DecoderId ?? "nobody";
                decoders[id] = decoders.GetValueOrDefault(id) + 1;
            }
        }

        return (counts, string.Join(", ", decoders.Select(pair => $"{pair.Key} {pair.Value}")));
    }

    private static IEnumerable<byte[]> Split(byte[] file)
    {
        var start = 0;
        for (var at = 0; at <= file.Length; at++)
        {
            if (at < file.Length && file[at] != '\n')
                continue;
            if (at > start && file[start..at].Any(value => value is not ((byte)' ' or (byte)'\r')))
                yield return file[start..at];
            start = at + 1;
        }
    }
}
