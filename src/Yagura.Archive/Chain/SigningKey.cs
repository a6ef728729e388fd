using System.Security.Cryptography;
using System.Text;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Chain;

/// <summary>A key that can sign checkpoints: ECDSA on P-256. An external signer gives its own delegate.</summary>
/// <param name="Public">Its public part.</param>
/// <param name="Sign">Signs bytes: ECDSA over their SHA-256, RFC 3279 DER.</param>
public sealed record SigningKey(PublicKey Public, Func<byte[], byte[]> Sign)
{
    /// <summary>A new key and its private PEM (PKCS 8).</summary>
    public static (SigningKey Key, string Pem) Create()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = ecdsa.ExportPkcs8PrivateKeyPem() + "\n";
        return (FromPem(pem), pem);
    }

    /// <summary>The key of a private PEM.</summary>
    /// <exception cref="ArchiveException">Not a private key on P-256.</exception>
    public static SigningKey FromPem(string pem)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(pem);
            var key = PublicKey.From(ecdsa);
            return new SigningKey(key, body => ecdsa.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            ecdsa.Dispose();
            throw new ArchiveException("the signing key is not a private key in PEM on the curve P-256");
        }
    }
}

/// <summary>A public key as files and people know it.</summary>
/// <param name="Name">Id and fingerprint.</param>
/// <param name="Pem">SubjectPublicKeyInfo in PEM with a final LF: what <c>openssl</c> reads.</param>
public sealed record PublicKey(KeyName Name, string Pem)
{
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Reads a PEM; null for anything but the one form of a public key on P-256.</summary>
    public static PublicKey? TryRead(ReadOnlySpan<byte> bytes)
    {
        using var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(Encoding.ASCII.GetString(bytes));
            var key = From(ecdsa);
            return Encoding.ASCII.GetBytes(key.Pem).AsSpan().SequenceEqual(bytes) ? key : null;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the signature is by this key over these bytes.</summary>
    public bool Verifies(byte[] body, byte[] der)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(Pem);
        return ecdsa.VerifyData(body, der, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    internal static PublicKey From(ECDsa ecdsa)
    {
        if (ecdsa.ExportParameters(includePrivateParameters: false).Curve.Oid.Value != P256) throw new CryptographicException("not P-256");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(ecdsa.ExportSubjectPublicKeyInfo()));
        return new PublicKey(new KeyName("k" + fingerprint[..16], fingerprint), ecdsa.ExportSubjectPublicKeyInfoPem() + "\n");
    }
}
