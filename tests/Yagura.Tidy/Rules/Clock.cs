using System.Text.RegularExpressions;

namespace Yagura.Tidy.Rules;

/// <summary>Time is an argument (STYLE 8): the machine's clock is read in the composition root only.</summary>
internal static partial class Clock
{
    public static IEnumerable<string> Check(Tree tree)
    {
        foreach (var (path, text) in tree.CSharp("src/"))
        {
            var project = path.Split('/')[1];
            if (WallClock().Match(text) is { Success: true } wall)
                yield return $"{path}: {wall.Value} reads the wall clock; take a TimeProvider or a time";
            if (project != "Yagura" && SystemProvider().IsMatch(text))
                yield return $"{path}: TimeProvider.System belongs to the composition root; take a TimeProvider";
            if (project is "Yagura.ServiceLevel" && Impure().Match(text) is { Success: true } impure)
                yield return $"{path}: {impure.Value}: ServiceLevel is pure, without files, clocks or databases";
        }
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WallClock();

    [GeneratedRegex(@"\bTimeProvider\.System\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SystemProvider();

    [GeneratedRegex(@"\b(TimeProvider|File\.(Open|Read|Write)\w*|FileStream|HttpClient|Stopwatch|DbContext)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Impure();
}
