using System.Text;

namespace Orchestrator.Coordination.Etcd;

/// <summary>One key, or all keys with a prefix.</summary>
internal sealed class EtcdRange
{
    private EtcdRange(string text, bool isPrefix) => (Text, IsPrefix) = (text, isPrefix);

    /// <summary>The key, or the prefix.</summary>
    public string Text { get; }

    public bool IsPrefix { get; }

    public byte[] Key => Encoding.UTF8.GetBytes(Text);

    /// <summary>The first key behind a prefix: its last byte that is not the highest, plus one. Null for one
    /// key.</summary>
    public byte[]? End
    {
        get
        {
            if (!IsPrefix)
            {
                return null;
            }

            var end = Key;
            end[^1]++;
            return end;
        }
    }

    public static EtcdRange Of(string key) => new(key, false);

    /// <param name="prefix">Ends with an ASCII character, so that adding one to its last byte is the range's
    /// end.</param>
    public static EtcdRange Under(string prefix)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(prefix[^1], (char)0x7f);
        return new EtcdRange(prefix, true);
    }

    public bool Contains(string key) => IsPrefix ? key.StartsWith(Text, StringComparison.Ordinal) : key == Text;
}
