using System.Numerics;
using BulkVerify.Evaluation.Dkim.Recovery;
using CsCheck;

namespace BulkVerify.Tests.Evaluation.Dkim.Recovery;

public class ModularProductTests
{
    public ModularProductTests() => Assert.SkipUnless(GmpLibrary.IsAvailable, GmpLibrary.HowToInstall);

    /// <summary>Of any lengths beside each other: also where factors are longer than was said, or zero at one end.</summary>
    [Fact]
    public void Has_the_common_divisors_that_the_product_of_whole_numbers_has() =>
        Gen.Select(Octets, Octets, Octets, Octets, Gen.Int[1, 4000]).Sample((common, modulus, one, other, longest) =>
        {
            BigInteger shared = Number(common) | 1, odd = shared * (Number(modulus) | 1), first = Number(one), second = Number(other) * shared;
            using GmpInteger number = Gmp(odd), left = Gmp(first), right = Gmp(second);
            using var modular = new ModularProduct(number, longest);
            using GmpInteger product = modular.Multiply(left, right);
            BigInteger result = Number(product.ToArray());
            Assert.Equal(BigInteger.GreatestCommonDivisor(odd, first * second), BigInteger.GreatestCommonDivisor(odd, result));
            Assert.True(result < first + odd);
        }, iter: 2000);

    [Fact]
    public void The_common_divisor_found_in_place_is_that_of_whole_numbers() => Gen.Select(Octets, Octets, Octets).Sample((common, one, other) =>
    {
        BigInteger first = (Number(common) * Number(one)) | 1, second = Number(common) * Number(other);
        using GmpInteger number = Gmp(first), rest = Gmp(second);
        number.ReduceToCommonDivisor(rest);
        Assert.Equal(BigInteger.GreatestCommonDivisor(first, second), Number(number.ToArray()));
    }, iter: 2000);

    /// <summary>Random, ones, and zeros with one bit on top: carries go all the way.</summary>
    private static Gen<byte[]> Octets => Gen.OneOf(
        Gen.Byte.Array[1, 400], Gen.Int[1, 400].Select(n => Enumerable.Repeat((byte)0xff, n).ToArray()), Gen.Int[1, 400].Select(n => (byte[])[1, .. new byte[n]]));

    private static BigInteger Number(byte[] bigEndian)
    {
        var number = new BigInteger(bigEndian, isUnsigned: true, isBigEndian: true);
        return number.IsZero ? 1 : number;
    }

    private static GmpInteger Gmp(BigInteger number) => GmpInteger.Of(number.ToByteArray(isUnsigned: true, isBigEndian: true));
}
