using Yagura.Events.Predicates;

namespace Yagura.Detection.Match;

/// <summary>Estimates how often a signal is given by ordinary events. Wrong estimates cost time, never a match.</summary>
internal static class SignalChance
{
    /// <summary>A field that rules look at is usually there.</summary>
    public const double Presence = 0.9;

    /// <summary>A literal that stands in an ordinary text is a poor sign.</summary>
    private const double InOrdinaryText = 0.3;

    /// <summary>Values that ordinary Windows, web and firewall events are full of.</summary>
    private static readonly byte[][] OrdinaryTexts =
    [
        .. new[]
        {
            @"c:\windows\system32\svchost.exe -k netsvcs -p -s schedule",
            @"""c:\windows\system32\windowspowershell\v1.0\powershell.exe"" -noprofile -command",
            @"c:\windows\syswow64\rundll32.exe c:\windows\system32\cmd.exe /c start",
            @"c:\windows\explorer.exe c:\windows\system32\services.exe wmiprvse.exe lsass.exe conhost.exe pwsh.exe",
            @"c:\program files (x86)\microsoft\edge\application\msedge.exe --type=",
            @"c:\users\user\appdata\local\temp\ c:\users\public\ c:\programdata\ roaming\microsoft\windows\start menu\programs\",
            @"hklm\software\microsoft\windows\currentversion\run hkcu\software\classes\clsid\inprocserver32 \system\currentcontrolset\services\",
            "https://www.example.jp/index.html http:// mozilla/5.0 (windows nt 10.0; win64; x64) applewebkit/537.36 chrome/100.0 safari",
            "microsoft-windows-security-auditing microsoft-windows-sysmon nt authority\\system -computername invoke- system.",
            ".exe .dll .ps1 .bat .tmp .lnk .txt .log .xml .zip .doc .js .vbs .hta .sys .dat get post user password admin",
        }.Select(TextFold.Fold),
    ];

    /// <summary>The estimate for a text found in a way.</summary>
    public static double Of(PatternShape shape, ReadOnlySpan<byte> literal)
    {
        if (shape == PatternShape.Equal)
            return literal.Length < 6 ? 0.1 : 0.02;
        foreach (var text in OrdinaryTexts)
        {
            if (text.AsSpan().IndexOf(literal) >= 0)
                return shape == PatternShape.Within ? InOrdinaryText : InOrdinaryText / 3;
        }

        return Math.Max(0.0005, 0.2 * Math.Pow(0.8, literal.Length));
    }
}
