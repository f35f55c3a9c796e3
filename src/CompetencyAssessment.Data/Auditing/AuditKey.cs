using System.Security.Cryptography;

namespace CompetencyAssessment.Data.Auditing;

/// <summary>
/// The key of the audit trail's hashes. It lives outside the database, so that whoever can write rows cannot recompute a chain.
/// </summary>
public sealed class AuditKey
{
    private readonly byte[] _key;

    /// <param name="key">At least 32 bytes.</param>
    public AuditKey(byte[] key)
    {
        if (key.Length < 32)
        {
            throw new ArgumentException("The audit key needs at least 32 bytes.", nameof(key));
        }

        _key = key;
        KeyId = Convert.ToHexStringLower(SHA256.HashData(key))[..12];
    }

    /// <summary>First digits of the key's SHA-256; stands in each entry.</summary>
    public string KeyId { get; }

    /// <summary>Reads the key from a file, and makes one where there is none.</summary>
    public static AuditKey FromFile(string path)
    {
        if (File.Exists(path))
        {
            return new AuditKey(Convert.FromBase64String(File.ReadAllText(path).Trim()));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var key = RandomNumberGenerator.GetBytes(32);
        var temp = path + ".new";
        using (var file = new FileStream(temp, FileMode.Create, FileAccess.Write))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
            file.Flush(true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temp, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(temp, path);
        return new AuditKey(key);
    }

    internal byte[] Sign(byte[] data) => HMACSHA256.HashData(_key, data);
}
