using Yagura.Pipeline;

namespace Yagura.Demo;

/// <summary>The mark of a demo's data folder, so that invented figures are never taken for an institution's.</summary>
internal static class DemoFolder
{
    public static bool IsDemo(string folder) => new DataFolder(folder).IsDemo;

    public static void MarkAs(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, DataFolder.DemoMark), "This folder was made by yagura demo. Everything in it is invented. yagura serve refuses it.\n");
    }
}
