using System.Collections.Frozen;

namespace Yagura.Detection.Indicators;

/// <summary>Names below which everybody may register: an indicator of one would match strangers. A rule and a short list, not the whole of the world's registries.</summary>
internal static class PublicSuffixes
{
    // Second levels that registries of countries use: co.jp, com.au, ac.uk.
    private static readonly FrozenSet<string> SecondLevels = new[]
    {
        "ac", "ad", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gouv", "gov", "gr", "gub", "id", "idv", "ind", "info", "lg", "ltd", "me", "mil", "ne", "net", "nhs", "nic", "nom",
        "or", "org", "plc", "police", "re", "sch", "web",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Japan's prefectures and designated cities register too: example.tokyo.jp, city.example.kanagawa.jp.
    private static readonly FrozenSet<string> Prefectures = new[]
    {
        "hokkaido", "aomori", "iwate", "miyagi", "akita", "yamagata", "fukushima", "ibaraki", "tochigi", "gunma", "saitama", "chiba", "tokyo", "kanagawa", "niigata", "toyama", "ishikawa", "fukui",
        "yamanashi", "nagano", "gifu", "shizuoka", "aichi", "mie", "shiga", "kyoto", "osaka", "hyogo", "nara", "wakayama", "tottori", "shimane", "okayama", "hiroshima", "yamaguchi", "tokushima",
        "kagawa", "ehime", "kochi", "fukuoka", "saga", "nagasaki", "kumamoto", "oita", "miyazaki", "kagoshima", "okinawa", "kawasaki", "kitakyushu", "kobe", "nagoya", "sapporo", "sendai", "yokohama",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Services whose customers are strangers to each other.
    private static readonly FrozenSet<string> Hosting = new[]
    {
        "amazonaws.com", "appspot.com", "azureedge.net", "azurewebsites.net", "blob.core.windows.net", "blogspot.com", "cdn.cloudflare.net", "cloudapp.azure.com", "cloudapp.net", "cloudfront.net",
        "core.windows.net", "ddns.net", "duckdns.org", "dyndns.org", "firebaseapp.com", "fly.dev", "ghost.io", "github.io", "gitlab.io", "googleapis.com", "googleusercontent.com", "herokuapp.com",
        "netlify.app", "ngrok.io", "no-ip.org", "onrender.com", "pages.dev", "r2.dev", "s3.amazonaws.com", "sakura.ne.jp", "sharepoint.com", "trycloudflare.com", "vercel.app", "web.app",
        "web.core.windows.net", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev", "xrea.com",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a registry hands out names directly below it.</summary>
    public static bool IsRegistry(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var (second, top) = (name[..dot], name[(dot + 1)..]);
        return top.Length == 2 && (SecondLevels.Contains(second) || (top == "jp" && Prefectures.Contains(second)));
    }

    /// <summary>Whether it belongs to a service whose customers' names stand below it.</summary>
    public static bool IsHosting(string name) => Hosting.Contains(name);
}
