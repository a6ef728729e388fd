namespace Yagura.Settings;

/// <summary>One thing wrong in a configuration: where it stands, what is wrong, what is allowed.</summary>
internal sealed record SettingsFault(string File, long Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : $"{File}: {Message}";
}
