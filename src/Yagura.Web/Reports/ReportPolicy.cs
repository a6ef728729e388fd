using System.Security.Cryptography;
using System.Text;

namespace Yagura.Web.Reports;

/// <summary>What a browser may do with a printed report: show it with the one style sheet that stands in it. No script, no network.</summary>
public static class ReportPolicy
{
    private const string Open = "<style>";
    private const string Close = "</style>";

    /// <summary>The policy for a report's own style sheet, named by its hash; a stored report of an older version keeps its own.</summary>
    public static string For(string html)
    {
        var from = html.IndexOf(Open, StringComparison.Ordinal) + Open.Length;
        var to = html.IndexOf(Close, StringComparison.Ordinal);
        var style = from >= Open.Length && to > from ? $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html[from..to])))}'" : "'none'";
        return $"default-src 'none'; style-src {style}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
