namespace Yagura.Demo;

/// <summary>The mark of a demo's data folder, so that invented figures are never taken for an institution's.</summary>
internal static class DemoFolder
{
    private const string Mark = "DEMO";

    public static bool IsDemo(string folder) => File.Exists(Path.Combine(folder, Mark));

    public static void MarkAs(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Mark), "This folder was made by yagura demo. Everything in it is invented. yagura serve refuses it.\n");
    }
}
