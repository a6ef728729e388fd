namespace Yagura.Archive.Export;

/// <summary>The names inside an evidence package.</summary>
internal static class PackageNames
{
    public const string Contents = "contents";
    public const string Readme = "README.txt";
    public const string Script = "check.sh";
    public const string Seals = "seals/";
    public const string Lines = "lines/";
    public const string Deleted = "deleted/";
    public const string Checkpoint = "checkpoint";
    public const string Keys = "keys/";

    /// <summary>A source's folder: a colon cannot stand in a file name everywhere.</summary>
    public static string LinesOf(string source, string baseName) => $"{Lines}{source.Replace(":", "%3a", StringComparison.Ordinal)}/{baseName}.ndjson";
}
