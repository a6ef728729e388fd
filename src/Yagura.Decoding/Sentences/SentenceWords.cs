using Yagura.Decoding.Text;

namespace Yagura.Decoding.Sentences;

/// <summary>What a word of the language says about the word that follows it.</summary>
internal enum WordRole
{
    /// <summary>Nothing: a noun, for all that is known, and the name of a value that follows.</summary>
    Noun = 0,

    /// <summary>It joins or helps and names nothing.</summary>
    Helper = 1,

    /// <summary>An address that follows is where something came from.</summary>
    From = 2,

    /// <summary>An address that follows is where something went.</summary>
    To = 3,

    /// <summary>A user follows.</summary>
    User = 4,

    /// <summary>Somebody follows when "from" stands behind.</summary>
    For = 5,

    /// <summary>A noun whose value may be a plain word.</summary>
    Named = 6,

    /// <summary>A noun that is nobody's name.</summary>
    Thing = 7,

    /// <summary>It says that something did not succeed.</summary>
    Failure = 8,

    /// <summary>It says that something succeeded.</summary>
    Success = 9,

    /// <summary>It turns the word behind it into its opposite.</summary>
    Not = 10,

    /// <summary>It says that something became something else; a noun as well.</summary>
    Change = 11,
}

/// <summary>The few words of English that sentences of logs are built with. Lower case.</summary>
internal static class SentenceWords
{
    /// <summary>Longest word that is looked up, in bytes.</summary>
    private const int LengthMax = 16;

    private static readonly (WordRole Role, string Words)[] Roles =
    [
        (WordRole.Helper, "a an the of on in at by with via and or as is are was were be been being has have had it its this that into onto over under after before during between "
            + "will would can could cannot may must should if when while than then there all any some each up down out off only also already now due because per through until without within "
            + "but so too do does did more less most least been both either neither which who whose where how why what yes again still just about using since upon new old"),
        (WordRole.Not, "not no"),
        (WordRole.Change, "state status changed change transition transitioned role moved"),
        (WordRole.From, "from src source"),
        (WordRole.To, "to dst destination"),
        (WordRole.User, "user username account login"),
        (WordRole.For, "for"),
        (WordRole.Named, "group host hostname client interface port vlan domain name file device peer neighbor neighbour process program service module table chain zone policy rule profile "
            + "realm tunnel pool queue reason version protocol method share printer job unit container namespace pod image type mode server vrf instance bridge cluster member"),
        (WordRole.Thing, "credentials password authentication authorization session sessions request requests response data input access logon logout agent count number limit attempts id ip mac address "
            + "connection certificate key message packet packets permission changes info information root directory settings configuration activity mailbox database entry manager management services accounts users limits"),
        (WordRole.Failure, "failed failure fail fails denied deny denies refused rejected reject invalid unsuccessful unable incorrect unauthorized"),
        (WordRole.Success, "succeeded success successful successfully accepted authenticated granted"),
    ];

    private static readonly KeyTable Known = new([.. Roles.SelectMany(one => one.Words.Split(' ').Distinct(StringComparer.Ordinal).Select(word => KeyValuePair.Create(word, (int)one.Role)))]);

    private static readonly KeyTable Stations = Table("mac MAC Mac client Client station Station sta STA host Host user User macaddr MacAddr srcmac smac SMAC hwaddr");

    private static readonly KeyTable FileEndings = Table("service scope socket device mount timer slice target log conf cfg key pem crt cer csv txt xml json php jsp asp aspx html htm exe dll sys so go py rb js css "
        + "gz zip tar dat db tmp pid sock cc cpp java class png jpg gif pdf doc docx xls xlsx yml yaml ini sh bat ps1 msi");

    /// <summary>Whether the last piece of a name is that of a file or of a unit of systemd, not of a domain.</summary>
    public static bool IsFileEnding(ReadOnlySpan<byte> piece)
    {
        Span<byte> lower = stackalloc byte[LengthMax];
        return piece.Length <= LengthMax && FileEndings.Find(lower[..Lower(piece, lower)]) >= 0;
    }

    /// <summary>Whether a user's name says that nobody is meant.</summary>
    public static bool IsNobody(ReadOnlySpan<byte> name) => Nobodies.Find(name) >= 0;

    /// <summary>Whether the word names what stands beside it.</summary>
    public static bool IsNoun(ReadOnlySpan<byte> word) => IsNoun(Of(word));

    /// <summary>Whether a word of this role names what stands beside it.</summary>
    public static bool IsNoun(WordRole role) => role is WordRole.Noun or WordRole.Named or WordRole.Thing or WordRole.User or WordRole.Change;

    private static readonly KeyTable Nobodies = Table("unknown Unknown UNKNOWN none None null (null) N/A n/a - --");

    private static KeyTable Table(string words) => new([.. words.Split(' ').Select(word => KeyValuePair.Create(word, 0))]);

    /// <summary>Role of a plain word, in any case.</summary>
    public static WordRole Of(ReadOnlySpan<byte> word)
    {
        if (word.Length > LengthMax)
            return WordRole.Noun;
        Span<byte> lower = stackalloc byte[LengthMax];
        lower = lower[..Lower(word, lower)];
        return Known.Find(lower) is var role and >= 0 ? (WordRole)role : WordRole.Noun;
    }

    /// <summary>Whether a value of this name is an interface of a device.</summary>
    public static bool IsInterface(ReadOnlySpan<byte> word) => Scan.EqualsIgnoreCase(word, "interface"u8) || Scan.EqualsIgnoreCase(word, "intf"u8) || Scan.EqualsIgnoreCase(word, "ifname"u8);

    /// <summary>Whether a hardware address of this name is that of the device that is spoken of.</summary>
    public static bool IsStation(ReadOnlySpan<byte> word) => Stations.Find(word) >= 0;

    /// <summary>Whether a plain word may be a name: no word that sentences are built with, and no form of a verb.</summary>
    public static bool MayBeName(ReadOnlySpan<byte> word) =>
        word.Length > 1 && Of(word) == WordRole.Noun && !word.EndsWith("ed"u8) && !word.EndsWith("ing"u8);

    /// <summary>Writes the word in small letters and returns its length.</summary>
    public static int Lower(ReadOnlySpan<byte> word, Span<byte> room)
    {
        for (var at = 0; at < word.Length; at++)
            room[at] = word[at] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[at] | 0x20) : word[at];
        return word.Length;
    }
}
