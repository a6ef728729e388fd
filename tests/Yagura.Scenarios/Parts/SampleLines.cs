using System.Globalization;

namespace Yagura.Scenarios.Parts;

/// <summary>Lines that differ from each other, so that order and number can be told from the evidence alone.</summary>
internal static class SampleLines
{
    /// <summary>What brute force means in rules/ssh.</summary>
    public const int AttemptsThatOpen = 10;

    public static string Ordinary(string mark, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"<134>Nov 22 12:00:00 web1.example.jp app[4711]: {mark} {index:D7} GET /index.html 200 {new string('x', index % 97)} \"quoted\" tab\there ログ");

    public static string FailedLogin(string mark, int index, string address) =>
        string.Create(CultureInfo.InvariantCulture, $"<38>Nov 22 12:00:00 bastion.example.jp sshd[{index}]: Failed password for invalid user {mark} from {address} port 50122 ssh2");
}
