using System.Security.Cryptography;
using System.Text;

namespace Yagura.ServiceLevel.Journal;

/// <summary>The hash chain over the journal's exact lines: SHA-256 of previous hash (hex) + LF + the line's bytes (FIGURES 1).</summary>
public static class JournalHash
{
    /// <summary>What stands before the first entry.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    /// <summary>Hash of a line after the one with the previous hash, lower-case hex.</summary>
    /// <param name="previous">64 hex digits.</param>
    /// <param name="line">The entry's exact text, without a line end and without a <c>hash</c> member.</param>
    public static string Next(string previous, string line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{line}")));
}
