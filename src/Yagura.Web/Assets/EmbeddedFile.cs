namespace Yagura.Web.Assets;

/// <summary>One built browser file.</summary>
/// <param name="Address">Where it is served: its name with the hash of its content.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Bytes">Its content.</param>
/// <param name="Packed">The same, gzip.</param>
internal sealed record EmbeddedFile(string Address, string ContentType, byte[] Bytes, byte[] Packed);
