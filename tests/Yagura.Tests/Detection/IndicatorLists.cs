using Yagura.Detection.Indicators;

namespace Yagura.Tests.Detection;

/// <summary>Indicator files given as texts.</summary>
internal static class IndicatorLists
{
    public static IndicatorSet Of(params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("yagura-indicators-");
        try
        {
            foreach (var (path, text) in files)
            {
                var full = Path.Combine(folder.FullName, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, text);
            }

            return IndicatorSet.Load([folder.FullName]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static IndicatorSet List(string text) => Of(("feed.txt", text));

    /// <summary>Every indicator, written <c>kind value</c>.</summary>
    public static IReadOnlyList<string> Values(IndicatorSet set) =>
        [.. Enumerable.Range(0, set.Count).Select(set.HitOf).Select(hit => $"{IndicatorKinds.Name(hit.Kind)} {hit.Value}").Order(StringComparer.Ordinal)];
}
