using System.Security.Cryptography;

namespace Yagura.Access;

/// <summary>What a password must be, and how one-time passwords are made.</summary>
internal static class PasswordRule
{
    /// <summary>Least length in characters; kinds of characters are not asked for (NIST SP 800-63B).</summary>
    public const int LengthMin = 12;

    /// <summary>Failures in a row before an account is locked.</summary>
    public const int FailuresMax = 5;

    /// <summary>How long it stays locked, in minutes.</summary>
    public const int LockMinutes = 15;

    // No character that is read as another one: no 0/O, 1/l/I.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    /// <summary>A one-time password of 130 bits: 26 letters of an alphabet of 32, in groups for reading aloud.</summary>
    public static string OneTime()
    {
        var letters = RandomNumberGenerator.GetString(Letters, 26);
        return $"{letters[..7]}-{letters[7..14]}-{letters[14..20]}-{letters[20..]}";
    }
}
