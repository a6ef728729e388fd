namespace Yagura.Web.Wording;

/// <summary>
/// Every text that a person reads, one line a text with both languages side by side: the compiler refuses a text that
/// lacks one of them. Grouped by page over the files of this folder. The terms are those of the domain: one English word
/// for each Japanese one.
/// </summary>
/// <param name="language">The language that the texts come out in.</param>
public sealed partial class Texts(Language language)
{
    /// <summary>The catalogue in Japanese.</summary>
    public static readonly Texts Japanese = new(Language.Japanese);

    /// <summary>The catalogue in English.</summary>
    public static readonly Texts English = new(Language.English);

    /// <summary>The catalogue in a language.</summary>
    public static Texts In(Language language) => language == Language.English ? English : Japanese;

    /// <summary>The language that the texts come out in.</summary>
    public Language Language => language;

    /// <summary>How a person writes the two languages, in the language itself.</summary>
    public static string NameOf(Language language) => language == Language.English ? "English" : "日本語";

    private string Say(string japanese, string english) => language == Language.English ? english : japanese;

    private string Say(ServiceLevel.Bilingual text) => Say(text.Ja, text.En);

    // What a machine word means is looked up; a word without a text is shown between these marks, which the browser suite refuses.
    private static string Unknown(string word) => $"⟦?{word}⟧";
}
