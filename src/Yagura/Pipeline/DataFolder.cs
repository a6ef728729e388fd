using Yagura.Outside;
using Yagura.Settings;

namespace Yagura.Pipeline;

/// <summary>The paths inside a data folder (DESIGN 2, CUSTODY).</summary>
internal sealed record DataFolder(string Root)
{
    public string Spool => Path.Combine(Root, "spool");

    public string Archive => Path.Combine(Root, "archive");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>How far files were imported.</summary>
    public string Imports => Path.Combine(Root, "imports");

    public string Store => Path.Combine(Root, "yagura.db");

    /// <summary>Checkpoints that came back from outside: what the newest known pin is.</summary>
    public string Pins => Path.Combine(Root, "pins");

    /// <summary>Who outside gets copies of this folder's checkpoints.</summary>
    public OutsidePlaces Outside(YaguraSettings settings) => new(Archive, Pins, [.. settings.Witness.Select(settings.Resolve)], settings.CheckpointMail);

    /// <summary>Whether it is a demo's: everything in it is invented.</summary>
    public bool IsDemo => File.Exists(Path.Combine(Root, DemoMark));

    /// <summary>The file that marks a demo's folder.</summary>
    public const string DemoMark = "DEMO";
}
