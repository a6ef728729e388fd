namespace Yagura.Web.Wording;

/// <summary>Names of the languages as they stand in addresses, cookies and the <c>lang</c> attribute.</summary>
public static class Languages
{
    /// <summary><c>ja</c> or <c>en</c>.</summary>
    public static string Tag(this Language language) => language == Language.English ? "en" : "ja";

    /// <summary>The language of a tag; null when it is none of ours.</summary>
    public static Language? FromTag(string? tag) => tag switch
    {
        "ja" => Language.Japanese,
        "en" => Language.English,
        _ => null,
    };
}
